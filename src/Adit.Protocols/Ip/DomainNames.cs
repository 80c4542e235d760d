using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Adit.Protocols.Ip;

/// <summary>
/// A list of domain names on the wire (RFC 1035 §3.1, never compressed): what RFC 8106 §5.2 and RFC 8415 §10 have in options. Names are
/// ASCII: letters, digits, hyphen and underscore.
/// </summary>
internal static class DomainNames
{
    private const int MaxNames = 32;
    private const int MaxName = 255; // on the wire
    private const int MaxLabel = 63;

    /// <summary>Whether a name can be written.</summary>
    public static bool IsName(string name) =>
        name.Length is > 0 and <= MaxName - 2 && name.Split('.').All(label => label.Length is > 0 and <= MaxLabel && label.All(IsLetter));

    public static int LengthOf(IReadOnlyList<string> names) => names.Sum(name => name.Length + 2);

    public static void Write(IReadOnlyList<string> names, Span<byte> destination)
    {
        foreach (var label in names.SelectMany(name => (string[])[.. name.Split('.'), ""]))
        {
            destination[0] = (byte)label.Length;
            Encoding.ASCII.GetBytes(label, destination[1..]);
            destination = destination[(1 + label.Length)..];
        }
    }

    /// <summary>Reads a whole list; zeros behind the last name are padding. False where it is none, or longer than anybody needs.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out IReadOnlyList<string>? names)
    {
        names = null;
        var found = new List<string>();
        while (!bytes.IsEmpty && bytes[0] != 0)
        {
            if (found.Count == MaxNames || !TryReadName(ref bytes, out var name))
                return false;

            found.Add(name);
        }

        names = found;
        return found.Count > 0 && !bytes.ContainsAnyExcept((byte)0);
    }

    private static bool TryReadName(ref ReadOnlySpan<byte> bytes, out string name)
    {
        var text = new StringBuilder();
        name = "";
        while (!bytes.IsEmpty && bytes[0] != 0)
        {
            var length = bytes[0];
            if (length > MaxLabel || bytes.Length <= length)
                return false;

            text.Append(text.Length > 0 ? "." : "").Append(Encoding.ASCII.GetString(bytes.Slice(1, length)));
            bytes = bytes[(1 + length)..];
            if (text.Length > MaxName - 2)
                return false;
        }

        name = text.ToString();
        if (bytes.IsEmpty || !IsName(name))
            return false;

        bytes = bytes[1..];
        return true;
    }

    private static bool IsLetter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';
}
