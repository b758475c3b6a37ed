// Nothing but the precompiled header that the build makes for this target; see QtPrecompiled.cmake.
