using System.Text;

namespace Adit.Protocols.Ppp;

/// <summary>The parts of a CHAP-MD5 exchange that the check of a response needs (RFC 1994 §4.1).</summary>
/// <param name="Identifier">The identifier of challenge and response, which is hashed too.</param>
/// <param name="UserName">The name as sent, decoded as UTF-8, or as Latin-1 where it is not UTF-8; at most 256 characters.</param>
/// <param name="Challenge">Ours.</param>
/// <param name="Response">16 bytes.</param>
/// <param name="NameIsLatin1">Whether the name was not UTF-8: this gets its bytes back.</param>
public sealed record ChapMd5Exchange(
    byte Identifier, string UserName, ReadOnlyMemory<byte> Challenge, ReadOnlyMemory<byte> Response, bool NameIsLatin1 = false)
{
    /// <summary>The name's bytes as they came.</summary>
    public byte[] EncodeUserName() => (NameIsLatin1 ? Encoding.Latin1 : Encoding.UTF8).GetBytes(UserName);
}

/// <summary>The parts of an MS-CHAP exchange, version 1, that the check of a response needs (RFC 2433 §5). Our own calls never have it.</summary>
/// <param name="Identifier">Of the response.</param>
/// <param name="UserName">The name as sent, decoded as UTF-8, or as Latin-1 where it is not UTF-8; at most 256 characters.</param>
/// <param name="Challenge">8 bytes.</param>
/// <param name="NtResponse">24 bytes; empty where there is only one to LAN Manager's hash, which is never taken.</param>
/// <param name="NameIsLatin1">Whether the name was not UTF-8: this gets its bytes back.</param>
public sealed record MsChapV1Exchange(
    byte Identifier, string UserName, ReadOnlyMemory<byte> Challenge, ReadOnlyMemory<byte> NtResponse, bool NameIsLatin1 = false)
{
    /// <summary>The name's bytes as they came.</summary>
    public byte[] EncodeUserName() => (NameIsLatin1 ? Encoding.Latin1 : Encoding.UTF8).GetBytes(UserName);
}

/// <summary>A name and a password in clear (RFC 1334 §2.2.1). Never prints the password.</summary>
/// <param name="UserName">The name as sent, decoded as UTF-8, or as Latin-1 where it is not UTF-8; at most 255 characters.</param>
/// <param name="Password">At most 255 bytes.</param>
/// <param name="NameIsLatin1">Whether the name was not UTF-8: this gets its bytes back.</param>
public sealed record PapExchange(string UserName, ReadOnlyMemory<byte> Password, bool NameIsLatin1 = false)
{
    /// <summary>The name alone.</summary>
    public override string ToString() => $"{nameof(PapExchange)} {{ {nameof(UserName)} = {UserName} }}";
}
