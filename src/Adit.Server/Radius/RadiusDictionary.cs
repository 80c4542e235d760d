using System.Buffers.Binary;
using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Text;
using Adit.Protocols.Radius;
using Adit.Server.Sessions;

namespace Adit.Server.Radius;

/// <summary>Names and forms of attributes, for people; the protocol needs none of it. Those that are secrets never show their value.</summary>
internal static class RadiusDictionary
{
    private const int MaxShownBytes = 32;

    private static readonly FrozenDictionary<(uint Vendor, byte Type), (string Name, string Form, bool IsHidden)> _entries = Read();

    /// <summary>What an attribute is called, or its numbers where we do not know it.</summary>
    public static string NameOf(uint vendor, byte type) => _entries.TryGetValue((vendor, type), out var entry)
        ? entry.Name
        : string.Create(CultureInfo.InvariantCulture, $"attribute {type} of vendor {vendor}");

    /// <summary>A value as text.</summary>
    public static string TextOf(RadiusValue value)
    {
        var bytes = value.Value.Span;
        var (form, isHidden) = _entries.TryGetValue((value.Vendor, value.Type), out var entry) ? (entry.Form, entry.IsHidden) : ("octets", false);
        if (isHidden)
            return "(hidden)";

        return (form, bytes.Length) switch
        {
            ("string" or "{GUID}", _) => PrintableText.From(bytes),
            ("ipv4", 4) or ("ipv6", 16) => $"{new IPAddress(bytes)}",
            ("uint32" or "enum" or "bitmask" or "date", 4) => BinaryPrimitives.ReadUInt32BigEndian(bytes).ToString(CultureInfo.InvariantCulture),
            (_, <= MaxShownBytes) => $"0x{Convert.ToHexStringLower(bytes)}",
            _ => string.Create(CultureInfo.InvariantCulture, $"{bytes.Length} bytes"),
        };
    }

    private static FrozenDictionary<(uint, byte), (string, string, bool)> Read()
    {
        using var text = new StreamReader(
            typeof(RadiusDictionary).Assembly.GetManifestResourceStream("radius-dictionary.txt")!, Encoding.ASCII);
        return text.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(' ')).ToFrozenDictionary(
            parts => (uint.Parse(parts[0], CultureInfo.InvariantCulture), byte.Parse(parts[1], CultureInfo.InvariantCulture)),
            parts => (parts[2], parts[3], parts.Length > 4));
    }
}
