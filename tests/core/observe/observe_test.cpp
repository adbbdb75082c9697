#include "observe/escape.hpp"
#include "observe/health.hpp"
#include "observe/metrics.hpp"

#include <catch2/catch.hpp>

using namespace tickhub::observe;

TEST_CASE("text from outside stays on its line and inside its JSON string", "[observe]") {
    CHECK(one_line("a\nb\x1b[31m") == "a\\u000ab\\u001b[31m");
    CHECK(json_escaped("say \"hi\" \\ \t") == "say \\\"hi\\\" \\\\ \\u0009");
}

TEST_CASE("a series that is asked for twice is one", "[observe]") {
    metrics all;
    all.get(metric_kind::counter, "rows_total", "Rows.", {{"file", "a"}}).add(2);
    all.get(metric_kind::counter, "rows_total", "Rows.", {{"file", "a"}}).add(3);
    all.get(metric_kind::counter, "rows_total", "Rows.", {{"file", "b"}}).add();
    auto const text = all.text();
    CHECK(text.find("# HELP tickhub_rows_total Rows.") != std::string::npos);
    CHECK(text.find("# TYPE tickhub_rows_total counter") != std::string::npos);
    CHECK(text.find("tickhub_rows_total{file=\"a\"} 5") != std::string::npos);
    CHECK(text.find("tickhub_rows_total{file=\"b\"} 1") != std::string::npos);
}

TEST_CASE("names that Prometheus would refuse are mended, and label values escaped", "[observe]") {
    metrics all;
    all.get(metric_kind::gauge, "my metric-1", "", {{"a b", "x\"\n"}}).set(-4);
    CHECK(all.text().find("tickhub_my_metric_1{a_b=\"x\\\"\\n\"} -4") != std::string::npos);
}

TEST_CASE("collectors are asked at each scrape until they are removed", "[observe]") {
    metrics all;
    auto const number = all.add_collector([](std::vector<sample>& out) {
        out.push_back({metric_kind::gauge, "depth", "Depth.", {{"component", "x"}}, 1.0});
    });
    CHECK(all.text().find("tickhub_depth{component=\"x\"} 1") != std::string::npos);
    all.remove_collector(number);
    CHECK(all.text().find("depth") == std::string::npos);
}

TEST_CASE("the hub is ready when it accepts and every component serves", "[observe]") {
    health all;
    all.set("nse", condition::ok);
    CHECK_FALSE(all.ready());
    all.set_accepting(true);
    CHECK(all.ready());
    all.set("nse", condition::degraded, "late");
    CHECK(all.ready());
    all.set("nse", condition::quarantined, "on_events has not \"returned\"");
    CHECK_FALSE(all.ready());
    CHECK(all.json() == R"({"ready":false,"accepting":true,"components":{"nse":{"condition":"quarantined",)"
                        R"("text":"on_events has not \"returned\""}}})"
                        "\n");
}
