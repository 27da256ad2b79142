#pragma once

#include "cds-hooks/store/connection.hpp"
#include "cds-hooks/store/records.hpp"
#include "cds-hooks/store/settings.hpp"

#include <filesystem>
#include <memory>
#include <string>

#include <sys/resource.h>

namespace iim::tests {

/// A folder that goes away with the object.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

/// While it lives, the disk takes so many bytes of one file and no more (RLIMIT_FSIZE).
class FullDisk {
public:
    explicit FullDisk(rlim_t bytes);
    ~FullDisk();
    FullDisk(const FullDisk&) = delete;
    FullDisk& operator=(const FullDisk&) = delete;

private:
    rlimit before_{};
};

/// An empty database of the kind "sqlite" or "postgres", for one test.
class Database {
public:
    explicit Database(const std::string& kind);
    service::store::Settings settings() const;
    /// A connection to it whose tables are there.
    std::unique_ptr<service::store::Connection> connect() const;

private:
    TemporaryFolder folder_;
    std::string kind_;
};

/// 2026-11-20T09:00:00Z and so many milliseconds.
service::store::Moment at(std::int64_t milliseconds = 0);

/// A card of R01 that was shown for patient "p", with one suggestion.
service::store::ShownCard shown_card(const std::string& uuid);
/// An override of that card.
service::store::FeedbackItem overridden(const std::string& card, std::int64_t when = 1000);

}  // namespace iim::tests
