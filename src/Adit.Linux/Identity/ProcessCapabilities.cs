using System.Globalization;
using System.Runtime.InteropServices;

namespace Adit.Linux.Identity;

/// <summary>What this process may do, whoever it runs as: the effective set in <c>/proc/self/status</c>.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ProcessCapabilities(ulong Effective)
{
    private const string Line = "CapEff:";

    /// <summary>Reads the set as it is now; an empty one where the system does not tell.</summary>
    public static ProcessCapabilities Current() => Parse(File.ReadLines("/proc/self/status"));

    /// <summary>Whether the set holds <paramref name="capability"/>.</summary>
    public bool Has(Capability capability) => (Effective >> (int)capability & 1) != 0;

    internal static ProcessCapabilities Parse(IEnumerable<string> status)
    {
        var line = status.FirstOrDefault(one => one.StartsWith(Line, StringComparison.Ordinal)) ?? Line;
        return ulong.TryParse(line.AsSpan(Line.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var set)
            ? new ProcessCapabilities(set)
            : default;
    }
}
