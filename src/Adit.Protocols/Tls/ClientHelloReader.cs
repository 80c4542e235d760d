using System.Buffers.Binary;
using System.Text;

namespace Adit.Protocols.Tls;

/// <summary>Reads the body of a ClientHello and those of its extensions that we look at; the others only have to be delimited.</summary>
internal static class ClientHelloReader
{
    private const int RandomLength = 32;
    private const int MaxSessionIdLength = 32;
    private const int MaxHostNameLength = 255;
    private const byte HostNameType = 0;
    private const ushort ServerNameExtension = 0;
    private const ushort AlpnExtension = 16;
    private const ushort SupportedVersionsExtension = 43;

    public static bool TryRead(ReadOnlySpan<byte> body, out ClientHello? hello)
    {
        hello = null;
        var reader = new TlsVector(body);
        if (!reader.TryTakeUInt16(out var version)
            || !reader.TryTake(RandomLength, out _)
            || !reader.TryTakeVector8(out var sessionId) || sessionId.Length > MaxSessionIdLength
            || !reader.TryTakeVector16(out var suites) || !TryReadUInt16s(suites, out var cipherSuites)
            || !reader.TryTakeVector8(out var compression) || compression.IsEmpty)
            return false;

        ReadOnlySpan<byte> extensions = default;
        if (!reader.IsEmpty && (!reader.TryTakeVector16(out extensions) || !reader.IsEmpty))
            return false;

        var read = new ClientHello(version, [], cipherSuites, null, []);
        var areExtensionsWhole = TryReadExtensions(extensions, ref read);
        hello = areExtensionsWhole ? read : null;
        return areExtensionsWhole;
    }

    private static bool TryReadExtensions(ReadOnlySpan<byte> extensions, ref ClientHello hello)
    {
        var reader = new TlsVector(extensions);
        var seen = new HashSet<ushort>();
        while (!reader.IsEmpty)
        {
            if (!reader.TryTakeUInt16(out var type) || !reader.TryTakeVector16(out var data)
                || !seen.Add(type) || !TryReadExtension(type, data, ref hello))
                return false;
        }

        return true;
    }

    private static bool TryReadExtension(ushort type, ReadOnlySpan<byte> data, ref ClientHello hello)
    {
        switch (type)
        {
            case ServerNameExtension when TryReadServerName(data, out var name):
                hello = hello with { ServerName = name };
                return true;
            case AlpnExtension when TryReadProtocols(data, out var protocols):
                hello = hello with { ApplicationProtocols = protocols };
                return true;
            case SupportedVersionsExtension when TryReadVersions(data, out var versions):
                hello = hello with { SupportedVersions = versions };
                return true;
            default:
                return type is not (ServerNameExtension or AlpnExtension or SupportedVersionsExtension);
        }
    }

    private static bool TryReadVersions(ReadOnlySpan<byte> data, out ushort[] versions)
    {
        versions = [];
        var reader = new TlsVector(data);
        return reader.TryTakeVector8(out var list) && reader.IsEmpty && TryReadUInt16s(list, out versions);
    }

    private static bool TryReadServerName(ReadOnlySpan<byte> data, out string? name)
    {
        name = null;
        var outer = new TlsVector(data);
        if (!outer.TryTakeVector16(out var list) || !outer.IsEmpty || list.IsEmpty)
            return false;

        var reader = new TlsVector(list);
        while (!reader.IsEmpty)
        {
            if (!reader.TryTake(1, out var type) || !reader.TryTakeVector16(out var text))
                return false;

            if (type[0] == HostNameType)
                name ??= ToHostName(text);
        }

        return true;
    }

    /// <summary>Null for what cannot be a host name: the handshake may go on with the default certificate.</summary>
    private static string? ToHostName(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > MaxHostNameLength)
            return null;

        foreach (var octet in text)
        {
            if (!char.IsAsciiLetterOrDigit((char)octet) && octet is not ((byte)'.' or (byte)'-' or (byte)'_'))
                return null;
        }

        return Encoding.ASCII.GetString(text).ToLowerInvariant();
    }

    private static bool TryReadProtocols(ReadOnlySpan<byte> data, out List<string> protocols)
    {
        protocols = [];
        var outer = new TlsVector(data);
        if (!outer.TryTakeVector16(out var list) || !outer.IsEmpty || list.IsEmpty)
            return false;

        var reader = new TlsVector(list);
        while (!reader.IsEmpty)
        {
            if (!reader.TryTakeVector8(out var name) || name.IsEmpty)
                return false;

            protocols.Add(ToProtocolName(name));
        }

        return true;
    }

    private static string ToProtocolName(ReadOnlySpan<byte> name) =>
        name.ContainsAnyExceptInRange((byte)0x21, (byte)0x7e) ? Convert.ToHexString(name) : Encoding.ASCII.GetString(name);

    private static bool TryReadUInt16s(ReadOnlySpan<byte> vector, out ushort[] values)
    {
        values = [];
        if (vector.IsEmpty || vector.Length % sizeof(ushort) != 0)
            return false;

        values = new ushort[vector.Length / sizeof(ushort)];
        for (var i = 0; i < values.Length; i++)
            values[i] = BinaryPrimitives.ReadUInt16BigEndian(vector[(i * sizeof(ushort))..]);

        return true;
    }
}
