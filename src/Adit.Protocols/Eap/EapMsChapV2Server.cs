using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;
using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Eap;

/// <summary>
/// EAP-MSCHAPv2 (draft-kamath-pppext-eap-mschapv2 §2): challenge, response, and a verdict that the peer acknowledges before EAP's own
/// says the same.
/// </summary>
internal sealed class EapMsChapV2Server(string identity, IRandomSource random) : IEapServerMethod
{
    private const int HeaderLength = 4; // OpCode, MS-CHAPv2-ID, MS-Length
    private const int MaxNameLength = 256;
    private const string ServerName = "adit";

    private readonly byte[] _challenge = new byte[MsChapV2.ChallengeLength];
    private byte _identifier;
    private MsChapV2Exchange? _exchange;
    private AccessReply? _verdict;

    public EapType Type => EapType.MsChapV2;

    public EapMove Begin(byte identifier)
    {
        _identifier = identifier;
        random.Fill(_challenge);
        return Request(MsChapV2OpCode.Challenge, [MsChapV2.ChallengeLength, .. _challenge, .. Encoding.ASCII.GetBytes(ServerName)]);
    }

    public EapMove Handle(ReadOnlyMemory<byte> data) =>
        _verdict is null ? HandleResponse(data)
        : HasExpired && TryReadChange(data, out var change) ? new EapMove.Judge(new AccessCredentials.MsChapV2Changed(change))
        : HandleAcknowledgement(_verdict, data.Span);

    public EapMove HandleVerdict(AccessReply verdict)
    {
        _verdict = verdict;
        if (HasExpired)
            random.Fill(_challenge); // what the new password is to answer

        return verdict switch
        {
            AccessReply.Accept { AuthenticatorResponse: { } proof } => Request(MsChapV2OpCode.Success, Encoding.ASCII.GetBytes($"{proof} M=OK")),
            AccessReply.Reject reject => Request(MsChapV2OpCode.Failure, new MsChapV2Failure(reject.Error, MayRetry: false, _challenge, "Refused").ToArray()),
            _ => throw new InvalidOperationException("MS-CHAPv2 that was right has the authenticator's response."),
        };
    }

    private bool HasExpired => _verdict is AccessReply.Reject { Error: MsChapV2Error.PasswordExpired };

    private EapMove HandleResponse(ReadOnlyMemory<byte> data)
    {
        if (!TryRead(data, out var exchange))
            return new EapMove.BreakOff(AccessReason.EapBrokenOff);

        _exchange = exchange;
        return EapText.IsSameName(identity, exchange.UserName)
            ? new EapMove.Judge(new AccessCredentials.MsChapV2(exchange))
            : new EapMove.BreakOff(AccessReason.IdentityMismatch);
    }

    /// <summary>A response: its length counts the whole of it, and the name is what is left.</summary>
    private bool TryRead(ReadOnlyMemory<byte> data, out MsChapV2Exchange exchange)
    {
        exchange = null!;
        const int nameOffset = HeaderLength + 1 + MsChapV2Response.Length;
        if (data.Length is < nameOffset or > nameOffset + MaxNameLength
            || (MsChapV2OpCode)data.Span[0] is not MsChapV2OpCode.Response || data.Span[1] != _identifier
            || BinaryPrimitives.ReadUInt16BigEndian(data.Span[2..]) != data.Length || data.Span[HeaderLength] != MsChapV2Response.Length)
            return false;

        var name = data.Span[nameOffset..];
        MsChapV2Response.TryRead(data.Slice(HeaderLength + 1, MsChapV2Response.Length).ToArray(), out var response);
        exchange = new MsChapV2Exchange(
            _identifier, EapText.Decode(name), _challenge, response.PeerChallenge, response.NtResponse, !Utf8.IsValid(name));
        return true;
    }

    /// <summary>A new password for the expired one, under an identifier of its own, which the rest of the conversation bears.</summary>
    private bool TryReadChange(ReadOnlyMemory<byte> data, [NotNullWhen(true)] out MsChapV2Change? change)
    {
        change = null;
        if (data.Length != HeaderLength + ChangePasswordData.Length || (MsChapV2OpCode)data.Span[0] is not MsChapV2OpCode.ChangePassword
            || BinaryPrimitives.ReadUInt16BigEndian(data.Span[2..]) != data.Length
            || !ChangePasswordData.TryRead(data[HeaderLength..].ToArray(), out var read))
            return false;

        _identifier = data.Span[1];
        change = read.ToChange(_exchange!, _identifier, _challenge.ToArray());
        return true;
    }

    /// <summary>The peer says that it has heard the verdict: one byte, the same code.</summary>
    private static EapMove HandleAcknowledgement(AccessReply verdict, ReadOnlySpan<byte> data)
    {
        var expected = verdict is AccessReply.Accept ? MsChapV2OpCode.Success : MsChapV2OpCode.Failure;
        if (data.IsEmpty || (MsChapV2OpCode)data[0] != expected)
            return new EapMove.BreakOff(AccessReason.EapBrokenOff);

        return new EapMove.Done(verdict, verdict is AccessReply.Accept accept ? accept.Keys : SessionKeys.NotGenerated);
    }

    private EapMove.Request Request(MsChapV2OpCode code, ReadOnlySpan<byte> value)
    {
        var data = new byte[HeaderLength + value.Length];
        (data[0], data[1]) = ((byte)code, _identifier);
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(2), (ushort)data.Length);
        value.CopyTo(data.AsSpan(HeaderLength));
        return new EapMove.Request(data);
    }
}
