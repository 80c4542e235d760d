namespace Adit.Protocols.Ip.Nd;

/// <summary>The kinds of options that we know (RFC 4861 §4.6, RFC 4191 §2.3, RFC 8106 §5).</summary>
internal enum NdOptionType : byte
{
    None = 0,
    SourceLinkLayerAddress = 1,
    PrefixInformation = 3,
    Mtu = 5,
    RouteInformation = 24,
    RecursiveDnsServer = 25,
    DnsSearchList = 31,
}

/// <summary>Walks the options of a message (RFC 4861 §4.6): type, length in units of eight bytes, value.</summary>
internal ref struct NdOptions(ReadOnlySpan<byte> bytes)
{
    public const int Unit = 8;

    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Whether an option has the length zero or runs beyond the message: the whole message is to be dropped.</summary>
    public bool AreBroken { get; private set; }

    /// <summary>The next option, its two leading bytes included.</summary>
    public bool TryNext(out NdOptionType type, out ReadOnlySpan<byte> option)
    {
        type = NdOptionType.None;
        option = default;
        if (_rest.IsEmpty || AreBroken)
            return false;

        var length = _rest.Length < Unit ? 0 : _rest[1] * Unit;
        AreBroken = length == 0 || length > _rest.Length;
        if (AreBroken)
            return false;

        type = (NdOptionType)_rest[0];
        option = _rest[..length];
        _rest = _rest[length..];
        return true;
    }
}
