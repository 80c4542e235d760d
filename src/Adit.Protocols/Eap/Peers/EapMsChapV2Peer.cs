using System.Buffers.Binary;
using System.Text;
using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Eap.Peers;

/// <summary>
/// EAP-MSCHAPv2 (draft-kamath-pppext-eap-mschapv2 §2): answers the challenge, has the server prove itself, and acknowledges what it says.
/// A password that has expired it changes once, where it may.
/// </summary>
/// <param name="credential">Who we are.</param>
/// <param name="random">For challenges.</param>
/// <param name="mayChange">Whether somebody can be asked for a new password.</param>
public sealed class EapMsChapV2Peer(EapPeerCredential credential, IRandomSource random, bool mayChange = false) : IEapPeerMethod
{
    private const int HeaderLength = 4; // OpCode, MS-CHAPv2-ID, MS-Length

    private MsChapV2Exchange? _exchange;
    private MsChapV2Failure? _expired;
    private ReadOnlyMemory<byte>? _newHash;

    /// <inheritdoc/>
    public EapType Type => EapType.MsChapV2;

    /// <inheritdoc/>
    public SessionKeys? Keys { get; private set; }

    /// <inheritdoc/>
    public Failure? Failure { get; private set; }

    /// <inheritdoc/>
    public bool HasChangedPassword => _newHash is not null && Keys is not null;

    /// <inheritdoc/>
    public EapPeerMove Handle(byte identifier, ReadOnlyMemory<byte> data)
    {
        var bytes = data.Span;
        if (bytes.Length < HeaderLength || BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) != bytes.Length)
            return NotUnderstood();

        var value = data[HeaderLength..];
        return ((MsChapV2OpCode)bytes[0], _exchange) switch
        {
            (MsChapV2OpCode.Challenge, null) => Respond(bytes[1], value),
            (MsChapV2OpCode.Success, { } exchange) when Keys is null && Failure is null => CheckProof(exchange, value.Span),
            (MsChapV2OpCode.Failure, not null) when Keys is null => TakeRefusal(value.Span),
            _ => NotUnderstood(),
        };
    }

    /// <inheritdoc/>
    public EapPeerMove HandleNewPassword(string? password)
    {
        if (_expired is not { } expired || _newHash is not null)
            throw new InvalidOperationException("No new password was asked for.");

        return password is null ? Acknowledge(expired) : Change(expired, password);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private EapPeerMove Respond(byte id, ReadOnlyMemory<byte> value)
    {
        if (value.Length <= MsChapV2.ChallengeLength || value.Span[0] != MsChapV2.ChallengeLength)
            return NotUnderstood();

        var challenge = value.Slice(1, MsChapV2.ChallengeLength).ToArray();
        var peerChallenge = new byte[MsChapV2.ChallengeLength];
        random.Fill(peerChallenge);
        var response = new byte[MsChapV2.NtResponseLength];
        MsChapV2.NtResponse(challenge, peerChallenge, credential.UserName, credential.NtHash.Span, response);
        _exchange = new MsChapV2Exchange(id, credential.UserName, challenge, peerChallenge, response);

        byte[] answer = [MsChapV2Response.Length, .. new MsChapV2Response(peerChallenge, response).ToArray(), .. credential.UserNameBytes];
        return new EapPeerMove.Respond(Write(MsChapV2OpCode.Response, id, answer));
    }

    /// <summary>A server that cannot prove itself hears no more of us.</summary>
    private EapPeerMove CheckProof(MsChapV2Exchange exchange, ReadOnlySpan<byte> text)
    {
        var proof = Encoding.Latin1.GetString(text[..Math.Min(text.Length, MsChapV2.AuthenticatorResponseLength)]);
        var hash = _newHash ?? credential.NtHash;
        var isRight = MsChapV2.CheckAuthenticatorResponse(
            proof, exchange.AuthenticatorChallenge.Span, exchange.PeerChallenge.Span, exchange.UserName, hash.Span, exchange.NtResponse.Span);
        if (!isRight)
            return new EapPeerMove.Fail(new PppFailure.AuthenticatorNotProven());

        Keys = MsChapV2.DeriveKeys(hash.Span, exchange.NtResponse.Span);
        return new EapPeerMove.Respond((byte[])[(byte)MsChapV2OpCode.Success]);
    }

    private EapPeerMove TakeRefusal(ReadOnlySpan<byte> text)
    {
        if (!MsChapV2Failure.TryParse(text, out var read))
            read = new MsChapV2Failure(PppFailure.Refused.AuthenticationFailure, MayRetry: false, default, "");
        if (!mayChange || _expired is not null || Failure is not null || read is not { Error: MsChapV2Error.PasswordExpired, Challenge.IsEmpty: false })
            return Acknowledge(read);

        _expired = read;
        return new EapPeerMove.AskNewPassword();
    }

    private EapPeerMove.Respond Acknowledge(MsChapV2Failure read)
    {
        Failure = new PppFailure.Refused(read.Error, read.MayRetry, read.Message);
        return new EapPeerMove.Respond((byte[])[(byte)MsChapV2OpCode.Failure]);
    }

    /// <summary>The next identifier is the change's and all that follows (§2.8).</summary>
    private EapPeerMove.Respond Change(MsChapV2Failure expired, string password)
    {
        var change = MsChapV2Change.Create(
            (byte)(_exchange!.Identifier + 1), credential.UserName, expired.Challenge, credential.NtHash.Span, password, random);
        (_exchange, _newHash) = (change.Exchange, MsChapV2.NtPasswordHash(password));
        return new EapPeerMove.Respond(Write(MsChapV2OpCode.ChangePassword, change.Exchange.Identifier, ChangePasswordData.Of(change).ToArray()));
    }

    private EapPeerMove.Fail NotUnderstood() => new(new EapPeerFailure.MethodNotUnderstood(Type));

    private static byte[] Write(MsChapV2OpCode code, byte id, byte[] value)
    {
        var data = new byte[HeaderLength + value.Length];
        (data[0], data[1]) = ((byte)code, id);
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(2), (ushort)data.Length);
        value.CopyTo(data, HeaderLength);
        return data;
    }
}
