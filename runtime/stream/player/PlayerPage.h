#pragma once

#include <string_view>

namespace loopscope {

/// The page without a recording, in three pieces: between them come its title and its recording. Made at build time from
/// the files of this folder by embed-player.cmake.
struct PlayerPage {
    std::string_view beforeTitle, beforeRecording, rest;
};

PlayerPage playerPage();

} // namespace loopscope
