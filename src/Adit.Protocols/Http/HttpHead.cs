using System.Globalization;
using System.Text;

namespace Adit.Protocols.Http;

/// <summary>The little of RFC 9112 that SSTP and a proxy need: one start line and its header fields, bounded, with CRLF and nothing else.</summary>
internal static class HttpHead
{
    private static ReadOnlySpan<byte> LineEnd => "\r\n"u8;

    private static ReadOnlySpan<byte> HeadEnd => "\r\n\r\n"u8;

    /// <summary>
    /// Bytes up to and including the empty line; 0 while it has not come, null where it did not come within the bound. Each call looks
    /// at all bytes again: with a head of a few KiB, even one that dribbles in byte by byte costs well under a millisecond in all.
    /// </summary>
    public static int? Measure(ReadOnlySpan<byte> received, int maxLength)
    {
        var bounded = received[..Math.Min(received.Length, maxLength)];
        var end = bounded.IndexOf(HeadEnd);
        return end >= 0 ? end + HeadEnd.Length
            : received.Length < maxLength ? 0
            : null;
    }

    /// <summary>The status of a status line (RFC 9112 §4), 100 to 999; null where it is none. The line begins with "HTTP/1.".</summary>
    public static int? ReadStatus(ReadOnlySpan<byte> line)
    {
        const int StatusAt = 9;
        return line.Length >= StatusAt + 3
            && line[StatusAt - 1] == ' '
            && (line.Length == StatusAt + 3 || line[StatusAt + 3] == ' ')
            && int.TryParse(line.Slice(StatusAt, 3), NumberStyles.None, CultureInfo.InvariantCulture, out var status)
            && status >= 100
            ? status
            : null;
    }

    /// <summary>Whether what has come may be, as far as it goes, the beginning of an answer in HTTP/1.</summary>
    public static bool MayBeAnswer(ReadOnlySpan<byte> received)
    {
        var compared = Math.Min(received.Length, "HTTP/1."u8.Length);
        return received[..compared].SequenceEqual("HTTP/1."u8[..compared]);
    }

    /// <summary>Takes the line at the front, without its end, off <paramref name="rest"/>.</summary>
    public static ReadOnlySpan<byte> TakeLine(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf(LineEnd);
        var line = rest[..end];
        rest = rest[(end + LineEnd.Length)..];
        return line;
    }

    /// <summary>Name and value of a header field; the value without the white space around it.</summary>
    public static bool TrySplitField(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var colon = line.IndexOf((byte)':');
        name = colon > 0 ? line[..colon] : default;
        value = line[(colon + 1)..].Trim(" \t"u8);
        return colon > 0 && IsVisible(name) && !ContainsControl(value);
    }

    /// <summary>Whether it is not empty and all of it is ASCII that can be seen: no white space, no control characters.</summary>
    public static bool IsVisible(ReadOnlySpan<byte> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange((byte)0x21, (byte)0x7e);

    public static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> expected) => Ascii.EqualsIgnoreCase(text, expected);

    private static bool ContainsControl(ReadOnlySpan<byte> value)
    {
        foreach (var octet in value)
        {
            if (octet is < 0x20 and not (byte)'\t' or 0x7f)
                return true;
        }

        return false;
    }
}
