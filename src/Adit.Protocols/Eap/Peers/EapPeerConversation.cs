using System.Text;
using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;

namespace Adit.Protocols.Eap.Peers;

/// <summary>
/// The side that is asked, for one conversation (RFC 3748, with the state machine of RFC 4137 §4). It is given each packet of the server
/// and answers with one step. Success out of turn is as if it had not come.
/// </summary>
/// <param name="identity">Who we say we are; for methods with a tunnel it need not be who signs in.</param>
/// <param name="methods">Those that may be used, best first; at least one. They belong to the conversation.</param>
public sealed class EapPeerConversation(string identity, IReadOnlyList<IEapPeerMethod> methods) : IDisposable
{
    /// <summary>More requests than any method needs, a certificate chain in small fragments included.</summary>
    private const int MaxRequests = 250;

    private const int MaxNotificationLength = 256;

    private IEapPeerMethod? _method;
    private Exchange? _last;
    private Question? _asked;
    private EapType _refused;
    private int _requests;
    private bool _hasEnded;

    /// <summary>A request and what we said to it.</summary>
    private sealed record Exchange(byte Identifier, ReadOnlyMemory<byte> Request, ReadOnlyMemory<byte> Response);

    /// <summary>A request that waits for a new password. Its data is not kept.</summary>
    private sealed record Question(EapPacket Packet, byte[] Request);

    /// <summary>The last text that the server had shown, made harmless; empty for none.</summary>
    public string Notification { get; private set; } = "";

    /// <summary>The method that is under way; none before one is.</summary>
    public EapType Method => _method?.Type ?? EapType.None;

    /// <summary>Who we say we are.</summary>
    internal string Identity => identity;

    /// <summary>What the method under way would bring; null before everything that it wants of the server is done.</summary>
    internal SessionKeys? Proven => _method?.Keys;

    /// <summary>What went wrong in the method under way; null for nothing.</summary>
    internal Failure? Known => _method?.Failure;

    /// <summary>Whether the server has taken the new password, and has proved to know it, whatever comes of the rest.</summary>
    public bool HasChangedPassword => _method?.HasChangedPassword is true;

    /// <summary>A packet has come. While a new password is asked for, what comes is as if it had not: the server sends it again.</summary>
    public EapPeerStep Handle(ReadOnlyMemory<byte> bytes)
    {
        if (_hasEnded || _asked is not null || !EapPacket.TryParse(bytes, out var packet))
            return new EapPeerStep.Ignore();

        return packet.Code switch
        {
            EapCode.Request => HandleRequest(packet),
            EapCode.Success when IsAboutLast(packet) && _method?.Keys is { } keys => End(new EapPeerStep.Succeed(identity, keys)),
            EapCode.Failure when IsAboutLast(packet) => End(new EapPeerStep.Fail(ExplainFailure())),
            _ => new EapPeerStep.Ignore(),
        };
    }

    /// <summary>The answer to <see cref="EapPeerStep.AskNewPassword"/>.</summary>
    /// <param name="password">1 to 256 characters; null where there is none.</param>
    public EapPeerStep HandleNewPassword(string? password)
    {
        if (_asked is not { } asked || _method is null)
            throw new InvalidOperationException("No new password was asked for.");

        _asked = null;
        return Take(asked.Packet, asked.Request, _method.HandleNewPassword(password));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var method in methods)
            method.Dispose();
    }

    /// <summary>RFC 3748 §4.2: the identifier is that of the last response. Some servers count on before they say it.</summary>
    private bool IsAboutLast(EapPacket packet) =>
        _last is { Identifier: var last } && (packet.Identifier == last || packet.Identifier == (byte)(last + 1));

    private EapPeerStep HandleRequest(EapPacket packet)
    {
        if (++_requests > MaxRequests)
            return End(new EapPeerStep.Fail(new EapPeerFailure.TooManyRequests(MaxRequests)));

        byte[] request = packet.ToBytes();
        if (_last is { } last && last.Request.Span.SequenceEqual(request))
            return new EapPeerStep.Respond(last.Response, _method?.Failure); // ours was lost

        return Take(packet, request, Answer(packet));
    }

    private EapPeerStep Take(EapPacket packet, byte[] request, EapPeerMove? move) => move switch
    {
        EapPeerMove.Respond respond => Respond(packet, request, TypeOfResponse(packet), respond.Data),
        EapPeerMove.AskNewPassword => Ask(packet, request),
        EapPeerMove.Fail fail => End(new EapPeerStep.Fail(fail.Reason)),
        _ => new EapPeerStep.Ignore(),
    };

    private EapPeerStep.AskNewPassword Ask(EapPacket packet, byte[] request)
    {
        _asked = new Question(packet with { Data = default }, request);
        return new EapPeerStep.AskNewPassword();
    }

    private EapPeerMove? Answer(EapPacket packet) => packet.Type switch
    {
        EapType.Identity => _method is null ? new EapPeerMove.Respond(Encoding.UTF8.GetBytes(identity)) : null,
        EapType.Notification => Notify(packet.Data.Span),
        EapType.Nak => null, // in responses only
        _ when _method is null => Begin(packet),
        _ => packet.Type == _method.Type ? _method.Handle(packet.Identifier, packet.Data) : null,
    };

    private EapType TypeOfResponse(EapPacket packet) =>
        packet.Type is EapType.Identity or EapType.Notification || packet.Type == Method ? packet.Type : EapType.Nak;

    private EapPeerMove Begin(EapPacket packet)
    {
        _method = methods.FirstOrDefault(method => method.Type == packet.Type);
        if (_method is not null)
            return _method.Handle(packet.Identifier, packet.Data);

        _refused = packet.Type;
        return new EapPeerMove.Respond(methods.Select(method => (byte)method.Type).Distinct().ToArray());
    }

    private EapPeerMove.Respond Notify(ReadOnlySpan<byte> text)
    {
        Notification = PeerText.Clean(text, MaxNotificationLength);
        return new EapPeerMove.Respond(default(ReadOnlyMemory<byte>));
    }

    private EapPeerStep.Respond Respond(EapPacket packet, byte[] request, EapType type, ReadOnlyMemory<byte> data)
    {
        var response = new EapPacket(EapCode.Response, packet.Identifier, type, data).ToBytes();
        _last = new Exchange(packet.Identifier, request, response);
        return new EapPeerStep.Respond(response, _method?.Failure);
    }

    private Failure ExplainFailure() => _method switch
    {
        { } method => method.Failure ?? new EapPeerFailure.Refused(method.Type),
        _ when _refused is not EapType.None => new EapPeerFailure.NoMethodInCommon(_refused),
        _ => new EapPeerFailure.Refused(EapType.None),
    };

    private EapPeerStep End(EapPeerStep step)
    {
        _hasEnded = true;
        return step;
    }
}
