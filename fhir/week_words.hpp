#pragma once

#include <bit>
#include <cstdint>
#include <string_view>

namespace iim::fhir {

/// What free text says of weeks and of their days, sentence by sentence. Left out is what it says of another
/// drug, of blood tests and of days that are not meant.
class WeekWords {
public:
    explicit WeekWords(std::string_view text);

    /// "once a week", "every Monday", and nothing that makes it more than one dose.
    bool weekly() const noexcept { return (once_weekly_ || in_full_) && !doubt_ && std::popcount(days_) < 2; }
    /// Two or more days of the week are named in a sentence of taking the drug and nothing else.
    bool several_days() const noexcept { return std::popcount(sure_) > 1; }
    bool names_day() const noexcept { return days_ != 0; }
    /// All its words are about taking a dose, none about anything else.
    bool only_of_taking() const noexcept { return all_of_taking_; }
    bool negates() const noexcept { return negates_; }

private:
    void word(std::string_view one);
    void read(std::string_view one);
    void read_day(std::string_view one);
    void read_week(std::string_view one);
    void read_count(std::string_view one);
    void foreign_word();
    void end_sentence();

    bool once_weekly_ = false;  ///< "weekly", "once a week"
    bool in_full_ = false;      ///< a day, and not only "Mon"
    bool doubt_ = false;        ///< "2 doses weekly"
    bool negates_ = false;
    bool all_of_taking_ = true;
    std::uint8_t days_ = 0;  ///< bit 0 Monday
    std::uint8_t sure_ = 0;  ///< of them, in sentences of taking the drug only

    std::uint8_t named_ = 0;       ///< in this sentence
    bool of_taking_ = true;        ///< this sentence
    bool choice_ = false;          ///< "Monday or Tuesday"
    bool another_matter_ = false;  ///< from here to the end of the sentence
    bool negated_ = false;         ///< likewise

    std::string_view previous_, before_;
    std::uint8_t weekend_ = 0;     ///< "Sun", which may be another word: a day only beside a day
    bool after_day_ = false;       ///< a day, and perhaps "and"
    bool counting_ = false;        ///< "3", "three consecutive"
    bool every_seven_ = false;     ///< "every 7"
    bool weekly_by_last_ = false;  ///< the word before made it weekly
};

}  // namespace iim::fhir
