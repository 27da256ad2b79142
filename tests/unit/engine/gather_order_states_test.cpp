#include "tests/unit/engine/gather_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace iim::engine;
using namespace iim::engine::test;

BOOST_AUTO_TEST_SUITE(gather_order_states)

// RULES 2.4
BOOST_AUTO_TEST_CASE(status_of_a_request_on_the_record) {
    const struct {
        std::string rest;
        bool fact;
        OrderState want;
    } cases[] = {
        {R"("status":"active","intent":"order")", true, OrderState::current},
        {R"("status":"on-hold","intent":"order")", true, OrderState::on_hold},
        {R"("status":"completed","intent":"order")", true, OrderState::historical},
        {R"("status":"stopped","intent":"order")", true, OrderState::historical},
        {R"("status":"unknown","intent":"order")", true, OrderState::current},
        {R"("status":"active","intent":"order","doNotPerform":true)", true, OrderState::do_not_give},
        {R"("status":"cancelled","intent":"order")", false, {}},
        {R"("status":"entered-in-error","intent":"order")", false, {}},
        {R"("status":"draft","intent":"order")", false, {}},
        {R"("status":"active","intent":"plan")", false, {}},
        {R"("status":"active","intent":"proposal")", false, {}},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.rest) {
            const Gathered got(on_record(one.rest + "," + rxnorm("8640")));
            BOOST_TEST(got.facts.orders.size() == (one.fact ? 1u : 0u));
            if (!one.fact || got.facts.orders.empty()) continue;
            BOOST_TEST((got.facts.orders[0].state == one.want));
            BOOST_TEST(got.facts.orders[0].status_unknown == (one.rest.find("unknown") != std::string::npos));
        }
    }
}

// ORD-7: re-signing an active order is judged like a draft.
BOOST_AUTO_TEST_CASE(status_of_an_order_in_the_basket) {
    const struct {
        std::string status;
        bool fact;
        OrderState want;
    } cases[] = {
        {"draft", true, OrderState::draft},
        {"active", true, OrderState::draft},
        {"unknown", true, OrderState::draft},
        {"on-hold", true, OrderState::on_hold},
        {"stopped", true, OrderState::historical},
        {"cancelled", true, OrderState::historical},
        {"completed", true, OrderState::historical},
        {"entered-in-error", false, {}},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.status) {
            const Gathered got(request(
                "",
                R"("draftOrders":)"
                    + bundle(resource(
                        "MedicationRequest",
                        R"("intent":"proposal","status":")" + one.status + R"(",)" + rxnorm("8640")
                    ))
            ));
            BOOST_TEST(got.facts.orders.size() == (one.fact ? 1u : 0u));
            if (!one.fact || got.facts.orders.empty()) continue;
            BOOST_TEST((got.facts.orders[0].state == one.want));
            BOOST_TEST(got.facts.orders[0].in_context);
        }
    }
}

BOOST_AUTO_TEST_CASE(status_of_a_statement) {
    const struct {
        std::string rest;
        bool fact;
        OrderState want;
    } cases[] = {
        {R"("status":"active")", true, OrderState::current},
        {R"("status":"intended")", true, OrderState::current},
        {R"("status":"active","taken":"y")", true, OrderState::current},
        {R"("status":"recorded","adherence":{"code":{"coding":[{"code":"taking"}]}})",
         true,
         OrderState::current},
        {R"("status":"completed")", true, OrderState::historical},
        {R"("status":"stopped")", true, OrderState::historical},
        {R"("status":"on-hold")", true, OrderState::on_hold},
        {R"("status":"active","effectivePeriod":{"start":"2026-01-01","end":"2026-11-19"})",
         true,
         OrderState::historical},
        {R"("status":"active","effectivePeriod":{"start":"2026-01-01","end":"2026-11-20"})",
         true,
         OrderState::current},
        {R"("status":"not-taken")", false, {}},
        {R"("status":"active","taken":"n")", false, {}},
        {R"("status":"entered-in-error")", false, {}},
    };
    for (const auto& one : cases) {
        BOOST_TEST_CONTEXT(one.rest) {
            const Gathered got(request(
                R"("statements":)" + bundle(resource("MedicationStatement", one.rest + "," + rxnorm("8640")))
            ));
            BOOST_TEST(got.facts.orders.size() == (one.fact ? 1u : 0u));
            if (!one.fact || got.facts.orders.empty()) continue;
            BOOST_TEST((got.facts.orders[0].state == one.want));
            BOOST_TEST(got.facts.orders[0].reported);
        }
    }
}

BOOST_AUTO_TEST_CASE(an_active_order_whose_phases_are_all_over_is_history) {
    const auto with_end = [](const std::string& end) {
        return on_record(
            R"("status":"active","intent":"order","authoredOn":"2026-09-01",)" + rxnorm("312615") + ","
            + R"("dosageInstruction":[{"timing":{"repeat":{"frequency":1,"period":1,"periodUnit":"d","boundsPeriod":{"start":"2026-09-01","end":")"
            + end + R"("}}},"doseAndRate":[{"doseQuantity":{"value":20,"unit":"mg"}}]}])"
        );
    };
    BOOST_TEST((only_order(Gathered(with_end("2026-11-19"))).state == OrderState::historical));
    BOOST_TEST((only_order(Gathered(with_end("2026-11-20"))).state == OrderState::current));
}

BOOST_AUTO_TEST_CASE(a_supply_that_ran_out_does_not_end_an_order) {
    const Gathered got(on_record(
        R"("status":"active","intent":"order","authoredOn":"2026-01-01","dispenseRequest":{"expectedSupplyDuration":{"value":30,"unit":"days","code":"d"}},)"
        + rxnorm("312615") + "," + daily("20", "mg")
    ));
    BOOST_TEST((only_order(got).state == OrderState::current));
    BOOST_TEST(!only_order(got).end.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
