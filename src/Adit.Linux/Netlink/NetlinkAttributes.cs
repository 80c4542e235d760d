using System.Net;
using System.Runtime.InteropServices;

namespace Adit.Linux.Netlink;

/// <summary>Walks the attributes of a message, and stops at the first that lies about its length.</summary>
internal ref struct NetlinkAttributes(ReadOnlySpan<byte> bytes)
{
    private const ushort TypeMask = 0x3fff; // the two top bits are flags

    private ReadOnlySpan<byte> _rest = bytes;

    public ushort Type { get; private set; }

    public ReadOnlySpan<byte> Value { get; private set; }

    public readonly NetlinkAttributes Current => this;

    public readonly NetlinkAttributes GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_rest.Length < Rtnetlink.AttributeHeaderLength)
            return false;

        var length = MemoryMarshal.Read<ushort>(_rest);
        if (length < Rtnetlink.AttributeHeaderLength || length > _rest.Length)
            return false;

        Type = (ushort)(MemoryMarshal.Read<ushort>(_rest[2..]) & TypeMask);
        Value = _rest[Rtnetlink.AttributeHeaderLength..length];
        _rest = _rest[Math.Min(Rtnetlink.Align(length), _rest.Length)..];
        return true;
    }

    /// <summary>The value as a number, or 0 where it is too short to be one.</summary>
    public readonly int ToInt32() => Value.Length >= sizeof(int) ? MemoryMarshal.Read<int>(Value) : 0;

    /// <summary>The value as an address, or null where it has not the length of one.</summary>
    public readonly IPAddress? ToAddress() => Value.Length is 4 or 16 ? new IPAddress(Value) : null;

    /// <summary>The address of an RTA_VIA, which is led by its family; or null.</summary>
    public readonly IPAddress? ToViaAddress() => Value.Length is 6 or 18 ? new IPAddress(Value[2..]) : null;
}
