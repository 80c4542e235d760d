using System.Globalization;

namespace Adit.Linux.Firewall;

/// <summary>Ports of TCP or UDP, 1 to 65535.</summary>
public readonly record struct PortRange(ushort First, ushort Last)
{
    /// <summary>Reads <c>443</c> or <c>5000-5010</c>; null for anything else.</summary>
    public static PortRange? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var dash = text.IndexOf('-', StringComparison.Ordinal);
        return PortOf(dash < 0 ? text : text[..dash]) is { } first && PortOf(text[(dash + 1)..]) is { } last && first <= last
            ? new PortRange(first, last)
            : null;
    }

    /// <summary>As <see cref="Parse"/> reads it.</summary>
    public override string ToString() => First == Last ? $"{First}" : $"{First}-{Last}";

    private static ushort? PortOf(string text) =>
        ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port > 0 ? port : null;
}
