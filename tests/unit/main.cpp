#define BOOST_TEST_MODULE iim_cds
#include <boost/test/unit_test.hpp>
