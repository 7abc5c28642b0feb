// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.test;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What programs that read requests have stumbled over. */
final class HostileTexts {

    private HostileTexts() {}

    /** For a segment of a path, and a parameter of a query. */
    static final List<String> SEGMENTS = Stream.concat(
                    """
                    %00 a%00b %0d%0a %zz % . .. %2e%2e %2F ..%2f..%2f %ff %C0%80 %ED%A0%80 %F0%9F%98%80 %E2%80%8B %E2%80%8Bx
                    -1 0 1 1.5 1e9 0x1 9223372036854775807 9223372036854775808 99999999999999999999 null NaN true
                    ; ;a=b ' %22 %27%20or%201=1-- {} {id} \u0000 \u00ff é | \\ ^ ` %2B + * ~ $ $%7Bx%7D #x ?
                    """.lines().flatMap(line -> Arrays.stream(line.split(" "))),
                    Stream.of("", "a b", "a".repeat(300), "a".repeat(3000), "%61".repeat(1000)))
            .toList();

    static final List<String> TIMES = lines("""
            %2B999999999-12-31T23:59:59-18:00
            -999999999-01-01T00:00:00%2B18:00
            0000-00-00
            2024-02-30
            9999-12-31
            2099-12-31T23:59:59.999999999Z
            2000-01-01
            1999-12-31T23:59:59Z
            2024-12-15T10:30:00
            2024-12-15 10:30
            """);

    /** Positions in a list as our cursors encode them, of numbers and times beyond every limit, and what is none. */
    static final List<String> CURSORS = lines("""
            x
            ====
            AAAA
            LTE
            OTIyMzM3MjAzNjg1NDc3NTgwNw
            OTIyMzM3MjAzNjg1NDc3NTgwOA
            LTkyMjMzNzIwMzY4NTQ3NzU4MDg
            KzEwMDAwMDAwMDAtMTItMzFUMjM6NTk6NTkuOTk5OTk5OTk5WnwxfDF8ZmFsc2U
            MjAyNC0wMS0wMVQwMDowMDowMFp8MXwxfGZhbHNl
            KzEwMDAwMDAwMDAtMTItMzFUMjM6NTk6NTlaIHg
            """);

    static final List<String> HEADERS = lines("""
            Accept: text/csv
            Accept: image/png
            Accept: */*;q=0
            Accept: a
            Accept: ,;/
            Accept: text/csv;q=x
            Accept-Language: xx-\u00ff
            Accept-Charset: utf-16
            Accept-Encoding: gzip, x;q=-1
            Content-Encoding: gzip
            Content-Type: text/plain
            Content-Type: /
            Content-Type: application/*
            Content-Type: application/json;charset=x
            Content-Type: multipart/form-data
            Content-Type: application/x-www-form-urlencoded
            Content-Length: -1
            Content-Length: x
            Content-Length: 99999999999999999999
            Transfer-Encoding: x
            Expect: 100-continue
            Expect: x
            Authorization: x
            Authorization: Basic
            Authorization: Basic %
            Authorization: Basic AAAA
            Authorization: Bearer x.y.z
            Authorization: Digest a=b
            Cookie: a=b; ;=;\u00ff
            Host:
            Host: a b
            Host: x:99999
            Range: bytes=0-0
            If-None-Match: *
            If-Modified-Since: x
            traceparent: 00-0-0-0
            X-Forwarded-For: x
            Forwarded: for="
            X: \u0000
            X-HTTP-Method-Override: DELETE
            Upgrade: websocket
            Upgrade: h2c
            Origin: null
            Name With Space: x
            : x
            no colon
            """, "X: " + "y".repeat(9000));

    static final List<String> METHODS =
            lines("GET HEAD POST PUT PATCH DELETE OPTIONS TRACE CONNECT PRI get X-Y \u00ff".replace(' ', '\n'));

    static final List<String> VALUES = lines("""
            null
            true
            ""
            " "
            "x"
            "x "
            "\\u0000"
            "\\ud800"
            "\\ufffe"
            "\\u202e"
            "x\\u200b"
            ".."
            "a/../b"
            "\ud83d\ude00"
            0
            -0
            -1
            1
            0.1
            1.005
            1e400
            -1e400
            1e-400
            1e999999999
            1E-2147483647
            9223372036854775807
            9223372036854775808
            999999999999.99999999
            1000000000000
            []
            {}
            [[[[[[[[1]]]]]]]]
            {"a":{"b":[]}}
            "2024-12-15T10:30:00Z"
            "+999999999-12-31T23:59:59-18:00"
            "2099-12-31T23:59:59.999999999Z"
            "2000-01-01T00:00:00Z"
            "weekly"
            NaN
            Infinity
            undefined
            'x'
            01
            +1
            0x1
            1_000
            "\t"
            "\u0000"
            """, "", "1" + "0".repeat(900), "\"" + "x".repeat(256) + "\"");

    private static List<String> lines(String text, String... more) {
        return Stream.concat(text.lines(), Arrays.stream(more)).toList();
    }
}
