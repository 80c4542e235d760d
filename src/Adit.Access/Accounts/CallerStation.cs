using System.Diagnostics.CodeAnalysis;
using System.Net;

namespace Adit.Access.Accounts;

/// <summary>
/// The calling station that an account may enter from: an address or a prefix where it comes over the Internet, else what the gateway
/// calls the caller, such as a telephone number. Equal where the text is.
/// </summary>
public sealed record CallerStation
{
    /// <summary>Characters; the longest address and prefix take 43.</summary>
    public const int MaxLength = 64;

    private readonly IPNetwork? _network;

    private CallerStation(string text, IPNetwork? network) => (Text, _network) = (text, network);

    /// <summary>What was written.</summary>
    public string Text { get; }

    /// <summary>Reads one; false where it is empty, too long, or has characters that do not print.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out CallerStation? station)
    {
        station = null;
        if (text is not { Length: > 0 and <= MaxLength } || text.Any(character => character is < ' ' or > '~'))
            return false;

        station = new CallerStation(text, NetworkOf(text));
        return true;
    }

    /// <summary>Whether a call comes from there.</summary>
    /// <param name="callingStationId">What the gateway calls the caller; empty where it says nothing, which matches nothing.</param>
    public bool Matches(string callingStationId) => _network is { } network
        ? IPAddress.TryParse(callingStationId, out var address) && network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)
        : string.Equals(Text, callingStationId, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public bool Equals(CallerStation? other) => other?.Text == Text;

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    /// <summary>What was written.</summary>
    public override string ToString() => Text;

    /// <summary>A number alone would pass for an address, and is a telephone's.</summary>
    private static IPNetwork? NetworkOf(string text) =>
        text.All(char.IsAsciiDigit) ? null
        : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
        : IPNetwork.TryParse(text, out var network) ? network
        : null;
}
