#pragma once

#include "cds-hooks/store/settings.hpp"

#include <cstddef>
#include <filesystem>
#include <string_view>

namespace iim::service::store {

/// A file that only grows, and a new one beside it when it has become large: "audit.jsonl" is renamed to
/// "audit.jsonl.20261120T153651Z-1". Several processes may append to one file. Used by one thread.
class AuditFile {
public:
    /// Throws std::runtime_error with a sentence when the file cannot be opened.
    AuditFile(std::filesystem::path name, const AuditSettings& settings);
    ~AuditFile();
    AuditFile(const AuditFile&) = delete;
    AuditFile& operator=(const AuditFile&) = delete;

    /// Appends whole lines and syncs them to the disk. False when not all of it is there: what is there of
    /// it is ended as a line, so that the next one can be read.
    bool append(std::string_view lines);
    /// Opens the name anew: the operator has moved the file away.
    void reopen();

private:
    bool open();
    bool write_all(std::string_view bytes) const;
    void rotate();
    void remove_old() const;

    const std::filesystem::path name_;
    const std::size_t rotate_bytes_, keep_files_;
    int file_ = -1;
    bool torn_ = false;  // the last line is not whole
};

}  // namespace iim::service::store
