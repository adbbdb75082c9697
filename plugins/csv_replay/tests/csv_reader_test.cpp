#include "csv_reader.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

using namespace tickhub::csv_replay;

namespace {

struct seen_row {
    std::uint64_t line;
    std::string text;
    std::vector<std::string> fields;
    std::string problem;
};

// Gives its bytes in pieces, so that every boundary falls inside something.
class dribbling_source : public memory_source {
public:
    dribbling_source(std::string_view bytes, std::size_t piece) : memory_source{bytes}, piece_{piece} {}
    std::size_t read(char* out, std::size_t capacity) override {
        return memory_source::read(out, std::min(capacity, piece_));
    }

private:
    std::size_t piece_;
};

std::vector<seen_row> read_all(byte_source& source, std::size_t max_row = csv_reader::default_max_row) {
    csv_reader reader{source, max_row};
    std::vector<seen_row> rows;
    csv_row row;
    while (reader.next(row))
        rows.push_back(
            {row.line, std::string{row.text}, {row.fields.begin(), row.fields.end()}, std::string{row.problem}});
    return rows;
}

std::vector<seen_row> read_all(std::string_view bytes, std::size_t max_row = csv_reader::default_max_row) {
    memory_source source{bytes};
    return read_all(source, max_row);
}

using fields = std::vector<std::string>;

} // namespace

TEST_CASE("rows end with a line feed, with or without a carriage return, or with the file", "[csv_reader]") {
    auto const rows = read_all("a,b\r\n1,2\n3,4");
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].fields == fields{"a", "b"});
    CHECK(rows[1].fields == fields{"1", "2"});
    CHECK(rows[2].fields == fields{"3", "4"});
    CHECK(rows[0].text == "a,b");
    CHECK(rows[2].line == 3);
}

TEST_CASE("an empty file has no rows", "[csv_reader]") {
    CHECK(read_all("").empty());
    CHECK(read_all("\n\r\n\n").empty());
    CHECK(read_all("\xEF\xBB\xBF").empty());
}

TEST_CASE("blank lines are no rows, but count as lines", "[csv_reader]") {
    auto const rows = read_all("\n\na\n\r\nb\n\n");
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].line == 3);
    CHECK(rows[1].line == 5);
}

TEST_CASE("a byte order mark is skipped at the beginning only", "[csv_reader]") {
    auto const rows = read_all("\xEF\xBB\xBFtime,x\n\xEF\xBB\xBF,2\n");
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].fields == fields{"time", "x"});
    CHECK(rows[1].fields == fields{"\xEF\xBB\xBF", "2"});
}

TEST_CASE("empty fields are fields, the last one too", "[csv_reader]") {
    auto const rows = read_all(",\na,,\n\"\",\"\"\n");
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].fields == fields{"", ""});
    CHECK(rows[1].fields == fields{"a", "", ""});
    CHECK(rows[2].fields == fields{"", ""});
}

TEST_CASE("quoted fields hold commas, doubled quotes and line ends", "[csv_reader]") {
    auto const rows = read_all("\"1,234.5\",\"say \"\"hi\"\"\",plain\n\"two\r\nlines\",x\nnext,y\n");
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].fields == fields{"1,234.5", "say \"hi\"", "plain"});
    CHECK(rows[0].text == "\"1,234.5\",\"say \"\"hi\"\"\",plain");
    CHECK(rows[1].fields == fields{"two\r\nlines", "x"});
    CHECK(rows[1].line == 2);
    CHECK(rows[2].line == 4);
}

TEST_CASE("spaces around quotes are no part of the field", "[csv_reader]") {
    auto const rows = read_all("a, \"b,c\" ,d\n");
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].problem.empty());
    CHECK(rows[0].fields == fields{"a", "b,c", "d"});
}

TEST_CASE("a quote inside a plain field stands for itself", "[csv_reader]") {
    auto const rows = read_all("5\" pipe,x\n");
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].problem.empty());
    CHECK(rows[0].fields == fields{"5\" pipe", "x"});
}

TEST_CASE("text behind a closing quote is a problem of its row", "[csv_reader]") {
    auto const rows = read_all("\"a\"b,c\nd,e\n");
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].problem == "there is text behind a closing quote");
    CHECK(rows[1].problem.empty());
}

TEST_CASE("a quote that is never closed costs its own line only", "[csv_reader]") {
    std::string text = "a,\"b\n";
    for (int i = 0; i < 100; ++i)
        text += "1,2\n";
    auto const rows = read_all(text);
    REQUIRE(rows.size() == 101);
    CHECK(rows[0].problem == "a quote is not closed");
    CHECK(rows[0].text == "a,\"b");
    for (std::size_t i = 1; i < rows.size(); ++i) {
        REQUIRE(rows[i].problem.empty());
        REQUIRE(rows[i].line == i + 1);
    }
}

TEST_CASE("a quote that is open at the end of the file costs its own line only", "[csv_reader]") {
    auto const rows = read_all("a,\"b\n1,2\n3,4");
    REQUIRE(rows.size() == 3);
    CHECK(rows[0].problem == "a quote is not closed");
    CHECK(rows[2].fields == fields{"3", "4"});
}

TEST_CASE("a line that is too long is left out, and reading goes on behind it", "[csv_reader]") {
    std::string text = "a,b\n";
    text.append(1'000'000, 'x').append("\n1,2\n").append(300, 'y');
    auto const rows = read_all(text, 100);
    REQUIRE(rows.size() == 4);
    CHECK(rows[1].problem == "the line is too long");
    CHECK(rows[1].line == 2);
    CHECK(rows[2].fields == fields{"1", "2"});
    CHECK(rows[3].problem == "the line is too long");
}

TEST_CASE("a line of exactly the longest length is a row", "[csv_reader]") {
    std::string text(100, 'x');
    text.append("\n").append(101, 'x');
    auto const rows = read_all(text, 100);
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].problem.empty());
    CHECK(rows[1].problem == "the line is too long");
}

TEST_CASE("a NUL byte is a problem of its row", "[csv_reader]") {
    using namespace std::string_literals;
    auto const rows = read_all("a,b\n1,\0002\n3,4\n"s);
    REQUIRE(rows.size() == 3);
    CHECK(rows[1].problem == "there is a NUL byte in it");
    CHECK(rows[2].problem.empty());
}

TEST_CASE("what is read does not depend on where the blocks end", "[csv_reader]") {
    std::string const text =
        "\xEF\xBB\xBFh1,h2\r\n\n\"q,\"\"uo\nted\",2\r\n3,\"open\n4,5\n" + std::string(80, 'z') + "\n6,7\r\n\"end\"";
    auto const whole = read_all(text, 60);
    for (std::size_t piece = 1; piece <= text.size(); ++piece) {
        dribbling_source source{text, piece};
        auto const rows = read_all(source, 60);
        REQUIRE(rows.size() == whole.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            REQUIRE(rows[i].line == whole[i].line);
            REQUIRE(rows[i].text == whole[i].text);
            REQUIRE(rows[i].fields == whole[i].fields);
            REQUIRE(rows[i].problem == whole[i].problem);
        }
    }
}

TEST_CASE("the position ends at the number of bytes", "[csv_reader]") {
    std::string const text = "\xEF\xBB\xBF"
                             "a,b\r\n1,2\n\"x\ny\",3\n";
    memory_source source{text};
    csv_reader reader{source};
    csv_row row;
    while (reader.next(row)) {
    }
    CHECK(reader.position() == text.size());
}
