// Empty: this object exists for its precompiled catch.hpp, which all test programs share.
