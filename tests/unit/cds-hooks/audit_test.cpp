#include "cds-hooks/store/audit.hpp"
#include "cds-hooks/store/audit_file.hpp"
#include "fhir/json.hpp"

#include <array>
#include <fstream>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "store_database.hpp"
#include <boost/test/unit_test.hpp>
#include <sys/stat.h>

using namespace iim;
using namespace iim::service;
using namespace iim::service::store;
using iim::tests::FullDisk;
using iim::tests::TemporaryFolder;

namespace {

namespace fs = std::filesystem;

const fhir::Instant now = std::chrono::floor<std::chrono::seconds>(iim::tests::at());

std::vector<std::string> lines_of(const fs::path& file) {
    std::ifstream in(file);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

std::vector<fs::path> files_in(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& each : fs::directory_iterator(folder)) files.push_back(each.path());
    std::ranges::sort(files);
    return files;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(audit)

BOOST_AUTO_TEST_CASE(a_line_says_who_when_which_patient_and_what_was_shown) {
    const TemporaryFolder folder;
    const fs::path file = folder.path() / "audit.jsonl";
    const auth::Caller caller{"https://ehr.example", "north", "sub\"1", "jti-1"};
    const std::array<std::string_view, 2> evaluated{"steroid-monotherapy", "pjp-prophylaxis-missing"};
    const std::array<std::string_view, 1> failed{"bone-dxa-due"};
    const std::array<std::string_view, 1> snoozed{"pjp-prophylaxis-missing"};
    const std::array<Access::Shown, 1> cards{{{"steroid-monotherapy", "uuid-1"}}};
    Access access;
    access.id = "0123456789abcdef";
    access.service = "iim-order-sign";
    access.caller = &caller;
    access.patient = "hash-of-patient";
    access.plain_patient = "pat-1";
    access.policy = "a1b2c3d4";
    access.evaluated = evaluated;
    access.failed = failed;
    access.snoozed = snoozed;
    access.cards = cards;
    {
        Audit log(AuditSettings{}, file);
        log.record(access, now);
        access = {};
        access.id = "1";
        access.service = "iim-order-sign/feedback";
        access.status = 401;
        log.record(access, now);
    }
    const auto lines = lines_of(file);
    BOOST_TEST_REQUIRE(lines.size() == 2U);
    BOOST_TEST(
        lines[0]
        == R"({"time":"2026-11-20T09:00:00Z","id":"0123456789abcdef","service":"iim-order-sign","status":200,)"
           R"("caller":{"issuer":"https://ehr.example","tenant":"north","subject":"sub\"1","jti":"jti-1"},)"
           R"("patient":"hash-of-patient","policy":"a1b2c3d4",)"
           R"("evaluated":["steroid-monotherapy","pjp-prophylaxis-missing"],"failed":["bone-dxa-due"],)"
           R"("snoozed":["pjp-prophylaxis-missing"],"cards":[{"rule":"steroid-monotherapy","card":"uuid-1"}]})"
    );
    BOOST_TEST(
        lines[1]
        == R"({"time":"2026-11-20T09:00:00Z","id":"1","service":"iim-order-sign/feedback","status":401,"cards":[]})"
    );
    struct stat found {};
    ::stat(file.c_str(), &found);
    BOOST_TEST((found.st_mode & 0777U) == 0600U);
}

BOOST_AUTO_TEST_CASE(the_patients_id_only_when_asked_for) {
    const TemporaryFolder folder;
    const fs::path file = folder.path() / "audit.jsonl";
    Access access;
    access.patient = "hash";
    access.plain_patient = "pat-1";
    AuditSettings settings;
    settings.plain_patient = true;
    {
        Audit log(settings, file);
        log.record(access, now);
    }
    BOOST_TEST(lines_of(file).at(0).find(R"("patient":"hash","patientId":"pat-1")") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(it_only_grows_and_goes_on_after_a_restart) {
    const TemporaryFolder folder;
    const fs::path file = folder.path() / "audit.jsonl";
    for (int start = 0; start < 3; ++start) {
        Audit log(AuditSettings{}, file);
        log.record({}, now);
    }
    BOOST_TEST(lines_of(file).size() == 3U);
}

BOOST_AUTO_TEST_CASE(many_threads_lose_no_line) {
    const TemporaryFolder folder;
    const fs::path file = folder.path() / "audit.jsonl";
    constexpr int each = 1000;
    {
        Audit log(AuditSettings{}, file);
        std::vector<std::jthread> callers;
        for (int caller = 0; caller < 4; ++caller)
            callers.emplace_back([&log] {
                for (int i = 0; i < each; ++i) log.record({}, now);
            });
        callers.clear();
        log.stop();
        BOOST_TEST(log.lost() == 0U);
    }
    const auto lines = lines_of(file);
    BOOST_TEST(lines.size() == 4U * each);
    BOOST_TEST(std::ranges::count(lines, lines.front()) == 4 * each);
}

BOOST_AUTO_TEST_CASE(a_full_queue_is_said_in_the_audit) {
    const TemporaryFolder folder;
    const fs::path file = folder.path() / "audit.jsonl";
    AuditSettings settings;
    settings.queue = 16;
    Audit log(settings, file);
    // Faster than any disk: at least one line finds no room.
    for (int i = 0; i < 200'000 && log.lost() == 0; ++i) log.record({}, now);
    const auto lost = log.lost();
    BOOST_TEST_REQUIRE(lost > 0U);
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    log.record({}, now);
    log.stop();
    std::size_t said = 0;
    for (const std::string& line : lines_of(file))
        if (line.find("lines-lost") != line.npos) ++said;
    BOOST_TEST(said >= 1U);
}

BOOST_AUTO_TEST_CASE(files_are_rotated_by_size_and_old_ones_removed) {
    const TemporaryFolder folder;
    const fs::path name = folder.path() / "audit.jsonl";
    AuditSettings settings;
    settings.rotate_bytes = 100;
    settings.keep_files = 2;
    std::ofstream(folder.path() / "audit-of-others.jsonl") << "stays";
    AuditFile file(name, settings);
    const std::string sixty = std::string(59, 'x') + "\n";
    for (int i = 0; i < 9; ++i) BOOST_TEST(file.append(sixty));
    // after every second append the file is moved away: four times; one line is left
    BOOST_TEST(lines_of(name).size() == 1U);
    const auto files = files_in(folder.path());
    BOOST_TEST(files.size() == 4U);  // the current one, two rotated ones, and the other's
    for (const fs::path& each : files)
        if (each.filename().string().starts_with("audit.jsonl.")) BOOST_TEST_CONTEXT(each) {
                BOOST_TEST(lines_of(each).size() == 2U);
            }
}

BOOST_AUTO_TEST_CASE(all_rotated_files_stay_unless_a_number_is_given) {
    const TemporaryFolder folder;
    AuditSettings settings;
    settings.rotate_bytes = 10;
    AuditFile file(folder.path() / "audit.jsonl", settings);
    for (int i = 0; i < 20; ++i) file.append("0123456789\n");
    BOOST_TEST(files_in(folder.path()).size() == 21U);
}

BOOST_AUTO_TEST_CASE(a_name_that_cannot_be_moved_away_loses_no_line) {
    const TemporaryFolder folder;
    const fs::path name = folder.path() / std::string(240, 'a');  // with a time behind it too long for a file
    AuditSettings settings;
    settings.rotate_bytes = 10;
    settings.keep_files = 1;
    AuditFile file(name, settings);
    for (int i = 0; i < 3; ++i) BOOST_TEST(file.append("0123456789\n"));
    BOOST_TEST(lines_of(name).size() == 3U);
}

BOOST_AUTO_TEST_CASE(an_operators_own_rotation) {
    const TemporaryFolder folder;
    const fs::path name = folder.path() / "audit.jsonl";
    Audit log(AuditSettings{}, name);
    log.record({}, now);
    while (fs::file_size(name) == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    fs::rename(name, folder.path() / "moved");
    log.reopen();
    log.record({}, now);
    log.stop();
    BOOST_TEST(lines_of(folder.path() / "moved").size() == 1U);
    BOOST_TEST(lines_of(name).size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_noticed_and_leaves_no_half_line_that_hides_another) {
    const TemporaryFolder folder;
    const fs::path name = folder.path() / "audit.jsonl";
    AuditFile file(name, AuditSettings{});
    BOOST_TEST(file.append("whole\n"));
    {
        const FullDisk disk(10);
        BOOST_TEST(!file.append("longer than that\n"));
        BOOST_TEST(!file.append("again\n"));
    }
    BOOST_TEST(file.append("after\n"));
    const auto lines = lines_of(name);
    BOOST_TEST_REQUIRE(lines.size() == 3U);
    BOOST_TEST(lines.front() == "whole");
    BOOST_TEST(lines[1].size() == 4U);
    BOOST_TEST(lines.back() == "after");
}

BOOST_AUTO_TEST_CASE(what_cannot_be_is_refused_with_a_sentence) {
    const TemporaryFolder folder;
    BOOST_CHECK_THROW(Audit(AuditSettings{}, folder.path()), std::runtime_error);
    AuditSettings settings;
    settings.rotate_bytes = (std::size_t{64} << 10) - 1;
    BOOST_CHECK_THROW(Audit(settings, folder.path() / "a"), std::runtime_error);
    settings = {};
    settings.on = false;
    Audit off(settings, folder.path() / "a");
    off.record({}, now);
    off.stop();
    BOOST_TEST(!fs::exists(folder.path() / "a"));
}

BOOST_AUTO_TEST_SUITE_END()
