#include "record_samples.hpp"
#include "support/paths.hpp"

#include <tickhub/encode.hpp>

#include <boost/json.hpp>
#include <catch2/catch.hpp>

#include <cstdlib>
#include <fstream>
#include <memory>
#include <sstream>

using namespace tickhub;

namespace {

std::string encoded(tickhub_event_header const& header) {
    std::string json;
    append_json(json, header, tests::sample_names{});
    return json;
}

std::string read_text(std::filesystem::path const& path) {
    std::ifstream file{path};
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::filesystem::path transcript(std::string_view record) {
    return tests::source_dir() / "tests/sdk/testdata" / (std::string{record} + ".json");
}

/// All samples of a record, one a line.
std::string encoded_samples(std::uint8_t record) {
    std::string lines;
    for (auto const& sample : tests::samples_of(record)) {
        lines += encoded(sample.record.header()) + '\n';
    }
    return lines;
}

/// JSON without the white space between its parts.
std::string compact(std::string_view json) {
    std::string out;
    bool in_string = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        bool const escaped = in_string && json[i] == '\\' && i + 1 < json.size();
        if (escaped) {
            out += json[i++];
        } else if (json[i] == '"') {
            in_string = !in_string;
        }
        if (in_string || std::string_view{" \n\r\t"}.find(json[i]) == std::string_view::npos) {
            out += json[i];
        }
    }
    return out;
}

/// The ```json blocks of a Markdown page.
std::vector<std::string> json_blocks(std::string const& page) {
    std::vector<std::string> blocks;
    constexpr std::string_view fence = "```json\n";
    for (std::size_t at = page.find(fence); at != std::string::npos; at = page.find(fence, at + 1)) {
        std::size_t const begin = at + fence.size();
        blocks.push_back(compact(std::string_view{page}.substr(begin, page.find("```", begin) - begin)));
    }
    return blocks;
}

} // namespace

TEST_CASE("every public record has the JSON that was approved", "[sdk][encode]") {
    // TICKHUB_APPROVE=1 writes what is there now; read the difference before it is committed.
    bool const approve = std::getenv("TICKHUB_APPROVE") != nullptr;
    for (std::uint8_t record = 1; record < TICKHUB_RECORD_COUNT; ++record) {
        CAPTURE(record_name(record));
        auto const samples = tests::samples_of(record);
        CHECK(samples.empty() == is_private(record));
        if (samples.empty()) {
            continue;
        }
        if (approve) {
            std::ofstream{transcript(record_name(record))} << encoded_samples(record);
        }
        CHECK(encoded_samples(record) == read_text(transcript(record_name(record))));
    }
}

TEST_CASE("every public record is JSON to a parser that isn't ours", "[sdk][encode]") {
    for (std::uint8_t record = 1; record < TICKHUB_RECORD_COUNT; ++record) {
        for (auto const& sample : tests::samples_of(record)) {
            std::string const json = encoded(sample.record.header());
            CAPTURE(sample.title, json);
            boost::json::error_code error;
            auto const value = boost::json::parse(json, error);
            REQUIRE(!error);
            auto const& object = value.as_object();
            CHECK(object.at("record").as_string() == std::string{record_name(record)});
            CHECK(object.begin()->key() == "record");
            CHECK(object.contains("ts_event"));
            CHECK(!object.contains("size"));
            CHECK(!object.contains("publisher_id"));
        }
    }
}

TEST_CASE("the page for client authors shows every record as it is", "[sdk][encode]") {
    auto const blocks = json_blocks(read_text(tests::source_dir() / "docs/protocol/records.md"));
    std::size_t at = 0;
    for (std::uint8_t record = 1; record < TICKHUB_RECORD_COUNT; ++record) {
        for (auto const& sample : tests::samples_of(record)) {
            CAPTURE(record_name(record), sample.title);
            REQUIRE(at < blocks.size());
            CHECK(blocks[at++] == encoded(sample.record.header()));
        }
    }
    CHECK(at == blocks.size());
}

TEST_CASE("encoding into too little room writes a prefix and says how much is needed", "[sdk][encode]") {
    for (std::uint8_t record = 1; record < TICKHUB_RECORD_COUNT; ++record) {
        for (auto const& sample : tests::samples_of(record)) {
            std::string const whole = encoded(sample.record.header());
            for (std::size_t capacity = 0; capacity <= whole.size(); ++capacity) {
                auto const out = std::make_unique<char[]>(capacity); // its own block, so that asan sees one too far
                std::size_t const needed =
                    encode_json(sample.record.header(), tests::sample_names{}, out.get(), capacity);
                REQUIRE(needed == whole.size());
                if (capacity == whole.size()) {
                    REQUIRE(std::string_view{out.get(), capacity} == whole);
                }
            }
        }
    }
}

TEST_CASE("a record that isn't valid has no JSON", "[sdk][encode]") {
    auto notice = tests::samples_of(TICKHUB_RECORD_NOTICE).front().record;
    notice.as<tickhub_notice>().text.size = 1'000'000;
    char out[64];
    CHECK(encode_json(notice.header(), tests::sample_names{}, out, sizeof out) == 0);
    std::string text = "before";
    CHECK_FALSE(append_json(text, notice.header(), tests::sample_names{}));
    CHECK(text == "before");
}
