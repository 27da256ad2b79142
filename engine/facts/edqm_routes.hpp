#pragma once

#include "engine/facts/route_words.hpp"

namespace iim::engine {

/// EDQM Standard Terms, routes of administration, as CH EPL publishes them (value set
/// edqm-route-of-administration 1.0.0, CC0); only codes that say something a rule asks.
inline constexpr WordRoute edqm_routes[] = {
    {"20001000", Route::otic},
    {"20002500", Route::other},
    {"20003000", Route::topical},
    {"20004000", Route::other},
    {"20008000", Route::inhaled},
    {"20009000", Route::epidural},
    {"20010000", Route::topical},
    {"20013000", Route::enteral},
    {"20013500", Route::enteral},
    {"20014000", Route::other},
    {"20020000", Route::inhaled},
    {"20021000", Route::enteral},
    {"20024000", Route::intra_articular},
    {"20025000", Route::intra_articular},
    {"20025500", Route::ophthalmic},
    {"20030000", Route::other},
    {"20032000", Route::intralesional},
    {"20035000", Route::im},
    {"20036000", Route::ophthalmic},
    {"20042000", Route::intrathecal},
    {"20045000", Route::iv},
    {"20046000", Route::other},
    {"20047000", Route::ophthalmic},
    {"20049000", Route::nasal},
    {"20051000", Route::ophthalmic},
    {"20053000", Route::oral},
    {"20054000", Route::other},
    {"20055000", Route::other},
    {"20057000", Route::intra_articular},
    {"20061000", Route::rectal},
    {"20061500", Route::ophthalmic},
    {"20065000", Route::ophthalmic},
    {"20066000", Route::sc},
    {"20067000", Route::other},
    {"20070000", Route::other},
    {"20072000", Route::other},
};

/// Things that doses are counted in and that nobody swallows. Drops are for an eye or an ear: local, both.
inline constexpr WordRoute unit_routes[] = {
    {"drop", Route::ophthalmic},
    {"drops", Route::ophthalmic},
    {"drp", Route::ophthalmic},
    {"gtt", Route::ophthalmic},
    {"gtts", Route::ophthalmic},
    {"application", Route::topical},
    {"applications", Route::topical},
    {"applicatorful", Route::other},
    {"puff", Route::inhaled},
    {"puffs", Route::inhaled},
    {"actuat", Route::inhaled},
    {"actuation", Route::inhaled},
    {"spray", Route::other},
    {"sprays", Route::other},
};

}  // namespace iim::engine
