#include "engine/derive/phenotype.hpp"
#include "engine/policy.hpp"
#include "tests/unit/engine/record.hpp"

#include <boost/test/unit_test.hpp>

using namespace iim::engine;
using namespace iim::engine::record;

namespace {

Result gene(Concept test, Day day, Phenotype phenotype, ResultState state = ResultState::final_) {
    Result one = result(test, day);
    one.phenotype = phenotype;
    one.state = state;
    return one;
}

struct Record {
    Facts facts = adult();
    Record& with(const Result& one) {
        facts.labs.add(one);
        facts.labs.freeze();
        return *this;
    }
    Record& transfused(std::optional<Day> day) {
        facts.procedures.push_back(event(procedure::transfusion_red_cells, today));
        facts.procedures.back().date = day;
        return *this;
    }
    ThiopurineStatus status() const { return derive_thiopurine_status(facts, Policy()); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(thiopurine_phenotype)

BOOST_AUTO_TEST_CASE(a_genotype_lasts_a_lifetime) {
    for (const Concept test : {lab::tpmt_genotype, lab::tpmt_phenotype}) {
        const Record record = Record().with(gene(test, days_ago(12 * 365), Phenotype::normal));
        BOOST_TEST(record.status().tpmt.valid());
        BOOST_TEST((record.status().tpmt.phenotype == Phenotype::normal));
        BOOST_TEST(!record.status().nudt15.valid());
        BOOST_TEST(!record.status().both_normal());
    }
    const Record both = Record()
                            .with(gene(lab::tpmt_genotype, days_ago(9), Phenotype::normal))
                            .with(gene(lab::nudt15_genotype, days_ago(9), Phenotype::rapid));
    BOOST_TEST(both.status().both_normal());
    BOOST_TEST(!Record().status().tpmt.valid());
    // Dated tomorrow is no result yet.
    BOOST_TEST(!Record().with(gene(lab::tpmt_genotype, in_days(1), Phenotype::normal)).status().tpmt.valid());
}

BOOST_AUTO_TEST_CASE(a_result_whose_words_cannot_be_read_is_still_a_result) {
    const Record record = Record().with(gene(lab::tpmt_genotype, days_ago(9), Phenotype::unknown));
    BOOST_TEST(record.status().tpmt.valid());
    BOOST_TEST((record.status().tpmt.phenotype == Phenotype::unknown));
    const Record older = Record(record).with(gene(lab::tpmt_genotype, days_ago(900), Phenotype::poor));
    BOOST_TEST(older.status().any_poor());
}

BOOST_AUTO_TEST_CASE(poor_and_intermediate) {
    struct {
        Phenotype phenotype;
        bool poor, intermediate;
    } const table[] = {
        {Phenotype::poor, true, false},
        {Phenotype::intermediate, false, true},
        {Phenotype::possible_intermediate, false, true},
        {Phenotype::normal, false, false},
        {Phenotype::indeterminate, false, false},
    };
    for (const auto& row : table)
        for (const Concept test : {lab::tpmt_genotype, lab::nudt15_genotype, lab::tpmt_activity}) {
            const auto status = Record().with(gene(test, days_ago(9), row.phenotype)).status();
            BOOST_TEST(status.any_poor() == row.poor);
            BOOST_TEST(status.any_intermediate() == row.intermediate);
        }
}

BOOST_AUTO_TEST_CASE(a_transfusion_before_the_sample_spoils_an_activity) {
    struct {
        int before_sample;
        bool spoils;
    } const table[] = {{-1, false}, {0, true}, {1, true}, {119, true}, {120, true}, {121, false}};
    for (const auto& row : table) {
        BOOST_TEST_CONTEXT(row.before_sample) {
            const Record record = Record()
                                      .with(gene(lab::tpmt_activity, days_ago(200), Phenotype::normal))
                                      .transfused(days_ago(200 + row.before_sample));
            const auto tpmt = record.status().tpmt;
            BOOST_TEST(tpmt.invalidated == row.spoils);
            BOOST_TEST(tpmt.unreliable == row.spoils);
            BOOST_TEST(tpmt.valid() == !row.spoils);
            BOOST_TEST((tpmt.phenotype == Phenotype::normal) == !row.spoils);
        }
    }
    BOOST_TEST_CONTEXT("a genotype does not mind") {
        const Record record =
            Record().with(gene(lab::tpmt_genotype, days_ago(20), Phenotype::normal)).transfused(days_ago(21));
        BOOST_TEST(record.status().tpmt.valid());
        BOOST_TEST(!record.status().tpmt.unreliable);
    }
    BOOST_TEST_CONTEXT("low in spite of donor cells stays a warning") {
        const Record record = Record()
                                  .with(gene(lab::tpmt_activity, days_ago(20), Phenotype::intermediate))
                                  .transfused(days_ago(21));
        BOOST_TEST(!record.status().tpmt.valid());
        BOOST_TEST(record.status().any_intermediate());
    }
    BOOST_TEST_CONTEXT("nobody knows when") {
        const Record record =
            Record().with(gene(lab::tpmt_activity, days_ago(20), Phenotype::normal)).transfused(std::nullopt);
        BOOST_TEST(record.status().tpmt.valid());
        BOOST_TEST(record.status().tpmt.unreliable);
    }
}

BOOST_AUTO_TEST_CASE(without_transfusion_data_severe_anaemia_makes_an_activity_unreliable) {
    struct {
        Availability procedures;
        double haemoglobin;
        int before_sample;
        bool unreliable;
    } const table[] = {
        {Availability::unavailable, 79, 5, true},
        {Availability::unavailable, 80, 5, false},
        {Availability::partial, 79, 120, true},
        {Availability::partial, 79, 121, false},
        {Availability::unavailable, 79, -1, false},
        {Availability::present, 79, 5, false},
        {Availability::empty, 79, 5, false},
    };
    for (const auto& row : table) {
        Record record;
        record.facts.sources.procedures = row.procedures;
        record.with(gene(lab::tpmt_activity, days_ago(30), Phenotype::normal))
            .with(number(lab::hemoglobin, days_ago(30 + row.before_sample), row.haemoglobin));
        BOOST_TEST(record.status().tpmt.unreliable == row.unreliable);
        BOOST_TEST(record.status().tpmt.valid());
    }
}

BOOST_AUTO_TEST_CASE(activity_by_its_range) {
    struct {
        double value;
        char flag;
        Phenotype phenotype;
    } const table[] = {
        {23.9, 0, Phenotype::intermediate},
        {24, 0, Phenotype::normal},
        {30, 'L', Phenotype::intermediate},
        {20, 'N', Phenotype::normal}};
    for (const auto& row : table) {
        Result one = number(lab::tpmt_activity, days_ago(9), row.value);
        one.range_low = 24;
        one.flag = row.flag;
        BOOST_TEST((Record().with(one).status().tpmt.phenotype == row.phenotype));
    }
    BOOST_TEST(
        (Record().with(number(lab::tpmt_activity, days_ago(9), 12)).status().tpmt.phenotype
         == Phenotype::unknown)
    );
}

BOOST_AUTO_TEST_CASE(normal_gene_and_low_enzyme_are_intermediate) {
    const Record record = Record()
                              .with(gene(lab::tpmt_genotype, days_ago(9), Phenotype::normal))
                              .with(gene(lab::tpmt_activity, days_ago(5), Phenotype::poor));
    const auto tpmt = record.status().tpmt;
    BOOST_TEST((tpmt.phenotype == Phenotype::intermediate));
    BOOST_TEST(tpmt.discrepant != nullptr);
    BOOST_TEST(tpmt.valid());
    const Record poor = Record()
                            .with(gene(lab::tpmt_genotype, days_ago(9), Phenotype::poor))
                            .with(gene(lab::tpmt_activity, days_ago(5), Phenotype::normal));
    BOOST_TEST((poor.status().tpmt.phenotype == Phenotype::poor));
}

BOOST_AUTO_TEST_CASE(sampled_on_treatment) {
    for (const int start : {8, 9, 10}) {
        Record record = Record().with(gene(lab::tpmt_activity, days_ago(9), Phenotype::normal));
        record.facts.orders.push_back(active(drug::azathioprine, {daily(50, days_ago(start))}));
        BOOST_TEST(record.status().tpmt.on_treatment == (start >= 9));
    }
    Record planned = Record().with(gene(lab::tpmt_activity, days_ago(9), Phenotype::normal));
    planned.facts.orders.push_back(draft(drug::mercaptopurine, {daily(50, days_ago(20))}));
    BOOST_TEST(!planned.status().tpmt.on_treatment);
}

BOOST_AUTO_TEST_CASE(pending_and_requested) {
    const Record waiting =
        Record().with(gene(lab::tpmt_activity, days_ago(2), Phenotype::unknown, ResultState::preliminary));
    BOOST_TEST(!waiting.status().tpmt.valid());
    BOOST_TEST(waiting.status().tpmt.pending != nullptr);
    struct {
        bool draft;
        std::optional<Day> authored;
        bool counts;
    } const table[] = {
        {false, days_ago(21), true},
        {false, days_ago(22), false},
        {false, {}, false},
        {true, {}, true},
        {true, days_ago(40), true}};
    for (const auto& row : table) {
        Record record;
        Request request;
        request.what.add(lab::tpmt_activity);
        request.draft = row.draft;
        request.authored = row.authored;
        record.facts.requests.push_back(request);
        BOOST_TEST((record.status().tpmt.requested != nullptr) == row.counts);
        BOOST_TEST(!record.status().nudt15.requested);
    }
}

BOOST_AUTO_TEST_CASE(what_else_the_record_says) {
    Record record;
    record.facts.sources.observations = Availability::unavailable;
    BOOST_TEST((record.status().source == Availability::unavailable));
    record.facts.notes.push_back({"unmapped-nudt15-test", "", {}});
    BOOST_TEST(record.status().nudt15.in_words_only);
    BOOST_TEST(!record.status().tpmt.in_words_only);
    record.facts.notes.push_back({"unmapped-tpmt-test", "", {}});
    BOOST_TEST(record.status().tpmt.in_words_only);
    record.facts.conditions.push_back(diagnosis(condition::tpmt_deficiency));
    BOOST_TEST(record.status().any_poor());
    BOOST_TEST(!record.status().tpmt.valid());
}

BOOST_AUTO_TEST_SUITE_END()
