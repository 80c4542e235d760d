using System.Buffers.Binary;

namespace Adit.Protocols.Ppp;

/// <summary>The ways of PPP to prove who one is, as LCP agrees on them (RFC 1661 §6.2).</summary>
public enum PppMethod
{
    /// <summary>MS-CHAPv2 (RFC 2759): proves both ends and makes keys.</summary>
    MsChapV2,

    /// <summary>CHAP with MD5 (RFC 1994): proves the client alone, makes no keys, and needs the password in clear at the server.</summary>
    ChapMd5,

    /// <summary>PAP (RFC 1334): the client hands over its password; makes no keys.</summary>
    Pap,

    /// <summary>EAP (RFC 3748 §3.1): whatever the peer and the authority agree on.</summary>
    Eap,
}

/// <summary>The methods in the Authentication-Protocol option (RFC 1661 §6.2, RFC 1994 §3).</summary>
internal static class PppMethods
{
    private const byte Md5 = 5;
    private const byte MsChapV2 = 0x81;

    public static PppProtocol ProtocolOf(PppMethod method) => method switch
    {
        PppMethod.Pap => PppProtocol.Pap,
        PppMethod.Eap => PppProtocol.Eap,
        _ => PppProtocol.Chap,
    };

    public static PppOption ToOption(PppMethod method)
    {
        var isChap = ProtocolOf(method) is PppProtocol.Chap;
        var data = new byte[isChap ? sizeof(ushort) + 1 : sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(data, (ushort)ProtocolOf(method));
        if (isChap)
            data[^1] = method is PppMethod.ChapMd5 ? Md5 : MsChapV2;

        return new PppOption((byte)LcpOptionType.AuthenticationProtocol, data);
    }

    /// <summary>The method that an option names; null where we do not have it.</summary>
    public static PppMethod? Read(PppOption option) => option.Data.Span switch
    {
        [0xc0, 0x23] => PppMethod.Pap,
        [0xc2, 0x27] => PppMethod.Eap,
        [0xc2, 0x23, Md5] => PppMethod.ChapMd5,
        [0xc2, 0x23, MsChapV2] => PppMethod.MsChapV2,
        _ => null,
    };
}
