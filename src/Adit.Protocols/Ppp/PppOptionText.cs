using System.Globalization;
using Adit.Protocols.Ip;

namespace Adit.Protocols.Ppp;

/// <summary>Options as people write them: <c>mru=1400 auth=mschapv2 magic pfc acfc</c>. What is not known stands as its number.</summary>
internal static class PppOptionText
{
    private const int MaxLength = 256;
    private const int MaxBytesShown = 8;

    public static string NameOf(PppProtocol protocol) => protocol.ToString().ToLowerInvariant();

    public static string Of(PppProtocol protocol, IReadOnlyList<PppOption> options)
    {
        var text = options.Count == 0 ? "none" : string.Join(' ', options.Select(option => Of(protocol, option)));
        return text[..Math.Min(text.Length, MaxLength)];
    }

    private static string Of(PppProtocol protocol, PppOption option) => protocol switch
    {
        PppProtocol.Lcp => OfLcp(option),
        PppProtocol.Ipcp => OfIpcp(option),
        _ => option.Type == (byte)Ipv6cpOptionType.InterfaceIdentifier ? WithBytes("interface", option) : WithBytes(NumberOf(option), option),
    };

    private static string OfLcp(PppOption option) => option.Type switch
    {
        (byte)LcpOptionType.Mru => WithNumber("mru", option),
        (byte)LcpOptionType.AsyncMap => WithBytes("asyncmap", option),
        (byte)LcpOptionType.AuthenticationProtocol => PppMethods.Read(option) is { } method ? $"auth={PppMethodNames.Of(method)}" : WithBytes("auth", option),
        (byte)LcpOptionType.MagicNumber => "magic",
        (byte)LcpOptionType.ProtocolCompression => "pfc",
        (byte)LcpOptionType.AddressCompression => "acfc",
        13 => WithBytes("callback", option), // RFC 1570 §2.3
        17 => WithNumber("mrru", option), // RFC 1990 §5.1
        19 => WithBytes("endpoint", option), // RFC 1990 §5.1.3
        _ => WithBytes(NumberOf(option), option),
    };

    private static string OfIpcp(PppOption option) => option.Type switch
    {
        2 => WithBytes("compression", option), // RFC 1332 §3.2
        (byte)IpcpOptionType.IpAddress => WithAddress("address", option),
        (byte)IpcpOptionType.PrimaryDns => WithAddress("dns1", option),
        (byte)IpcpOptionType.SecondaryDns => WithAddress("dns2", option),
        (byte)IpcpOptionType.PrimaryNbns => WithAddress("wins1", option),
        (byte)IpcpOptionType.SecondaryNbns => WithAddress("wins2", option),
        _ => WithBytes(NumberOf(option), option),
    };

    private static string NumberOf(PppOption option) => string.Create(CultureInfo.InvariantCulture, $"option-{option.Type}");

    private static string WithNumber(string name, PppOption option) =>
        option.TryReadNumber(out var number) ? string.Create(CultureInfo.InvariantCulture, $"{name}={number}") : WithBytes(name, option);

    private static string WithAddress(string name, PppOption option) =>
        option.Data.Length == Ipv4Address.Length ? $"{name}={Ipv4Address.Read(option.Data.Span)}" : WithBytes(name, option);

    private static string WithBytes(string name, PppOption option) => option.Data.IsEmpty
        ? name
        : $"{name}={Convert.ToHexStringLower(option.Data.Span[..Math.Min(option.Data.Length, MaxBytesShown)])}{(option.Data.Length > MaxBytesShown ? ".." : "")}";
}
