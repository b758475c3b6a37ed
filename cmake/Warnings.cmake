# One set of warnings for all rooms, none of it for headers that are not ours.
add_library(loopscope_warnings INTERFACE)
target_compile_options(loopscope_warnings INTERFACE -Wall -Wextra -Wpedantic -Wshadow=local -Wnon-virtual-dtor -Wno-missing-field-initializers
  -Werror=return-type -fno-omit-frame-pointer)
