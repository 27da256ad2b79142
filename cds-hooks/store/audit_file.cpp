#include "cds-hooks/store/audit_file.hpp"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <stdexcept>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace iim::service::store {

namespace fs = std::filesystem;

AuditFile::AuditFile(fs::path name, const AuditSettings& settings)
    : name_(std::move(name)), rotate_bytes_(settings.rotate_bytes), keep_files_(settings.keep_files) {
    if (open()) return;
    const std::string why = std::generic_category().message(errno);
    throw std::runtime_error(fmt::format("{}: the audit cannot be written: {}", name_.string(), why));
}

AuditFile::~AuditFile() {
    if (file_ >= 0) ::close(file_);
}

bool AuditFile::open() {
    constexpr mode_t owner_only = 0600;
    file_ = ::open(name_.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, owner_only);
    return file_ >= 0;
}

void AuditFile::reopen() {
    if (file_ >= 0) ::close(file_);
    torn_ = false;
    open();
}

bool AuditFile::write_all(std::string_view bytes) const {
    while (!bytes.empty()) {
        const ssize_t written = ::write(file_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

bool AuditFile::append(std::string_view lines) {
    if (file_ < 0 && !open()) return false;
    if (torn_ && !write_all("\n")) return false;
    torn_ = !write_all(lines);
    if (torn_ || ::fdatasync(file_) != 0) return false;
    struct stat now {};
    if (::fstat(file_, &now) == 0 && static_cast<std::size_t>(now.st_size) >= rotate_bytes_) rotate();
    return true;
}

/// Another process may have done it first: then only the new file is opened.
void AuditFile::rotate() {
    struct stat mine {
    }, named{};
    const bool same = ::fstat(file_, &mine) == 0 && ::stat(name_.c_str(), &named) == 0
                      && mine.st_ino == named.st_ino && mine.st_dev == named.st_dev;
    if (same) {
        const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
        std::string moved;
        std::error_code ignored;  // it stays as it is and is tried again with the next batch
        int number = 0;
        do moved = fmt::format("{}.{:%Y%m%dT%H%M%SZ}-{:03}", name_.string(), now, ++number);
        while (fs::exists(moved, ignored));
        fs::rename(name_, moved, ignored);
        remove_old();
    }
    reopen();
}

void AuditFile::remove_old() const {
    if (keep_files_ == 0) return;
    std::vector<fs::path> old;
    const std::string prefix = name_.filename().string() + ".";
    std::error_code failed;
    const fs::path folder = name_.has_parent_path() ? name_.parent_path() : fs::path(".");
    for (fs::directory_iterator each(folder, failed), end; !failed && each != end; each.increment(failed))
        if (each->path().filename().string().starts_with(prefix)) old.push_back(each->path());
    if (failed) return;  // what was not listed may be younger; the next rotation looks again
    if (old.size() <= keep_files_) return;
    std::ranges::sort(old);
    old.resize(old.size() - keep_files_);
    for (const fs::path& each : old) fs::remove(each, failed);
}

}  // namespace iim::service::store
