using System.Net;
using System.Net.NetworkInformation;
using Adit.Protocols.Calls;
using Adit.Protocols.Radius;
using Adit.Protocols.Radius.Dynamic;
using Adit.Server.Sessions;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Radius.Dynamic;

/// <summary>Carries out what an authority on the network wants of open sessions: their end, other settings, or that the authority be asked anew (RFC 5176). Any thread may call.</summary>
internal sealed class DynamicAuthorization(SessionTable sessions, string gateway, RadiusCounts counts, TimeProvider clock, ILogger logger)
{
    private readonly ReplayWindow _replays = new(clock);

    /// <summary>The message to answer with; null where none is to be sent.</summary>
    public byte[]? Answer(RadiusClient client, ReceivedRequest request)
    {
        if (!client.MayChangeSessions)
            return Drop(client, "MayNotChangeSessions");

        var cause = DynamicRequest.TryParse(request.Message, out var wish);
        if (_replays.Refuse(request, wish.EventTimestamp, client.NeedsEventTimestamp) is { } reason)
            return Drop(client, reason);

        if (cause is ErrorCause.None)
            cause = CarryOut(client, wish);
        Tell(client, wish, request.Code, cause);
        return DynamicRequest.Answer(request.Code, cause);
    }

    private ErrorCause CarryOut(RadiusClient client, DynamicRequest wish)
    {
        if (!IsForUs(wish))
            return ErrorCause.NasIdentificationMismatch;

        var meant = sessions.Open.Where(session => IsMeant(session, wish)).ToList();
        foreach (var session in meant)
        {
            if (wish.Code is RadiusCode.DisconnectRequest)
                session.End(new CallFailure.DisconnectedByAdministrator(client.Name));
            else if (wish.IsAuthorizeOnly)
                session.Reauthorize(wish.State, client.Name);
            else
                session.Change(wish.Change, client.Name);
        }

        return meant.Count == 0 ? ErrorCause.SessionContextNotFound
            : wish.IsAuthorizeOnly ? ErrorCause.RequestInitiated
            : ErrorCause.None;
    }

    private bool IsForUs(DynamicRequest wish) =>
        (wish.NasIdentifier is null || string.Equals(wish.NasIdentifier, gateway, StringComparison.OrdinalIgnoreCase))
        && (wish.NasAddress is not { } address || IsOwn(address));

    private static bool IsOwn(IPAddress address) => NetworkInterface.GetAllNetworkInterfaces()
        .SelectMany(one => one.GetIPProperties().UnicastAddresses).Any(own => own.Address.Equals(address));

    /// <summary>All that is named must fit.</summary>
    private static bool IsMeant(ServerSession session, DynamicRequest wish) =>
        Fits(wish.SessionId, session.Id, StringComparison.Ordinal)
        && Fits(wish.UserName, session.User, StringComparison.OrdinalIgnoreCase)
        && Fits(wish.CallingStationId, $"{session.Peer.Address}", StringComparison.Ordinal)
        && (wish.FramedIpAddress is not { } address || session.Address == address)
        && (wish.FramedIpv6Prefix is not { } prefix || session.Ipv6.Prefix == prefix);

    private static bool Fits(string? wanted, string? actual, StringComparison comparison) => wanted is null || string.Equals(wanted, actual, comparison);

    private void Tell(RadiusClient client, DynamicRequest wish, RadiusCode code, ErrorCause cause)
    {
        counts.Answered((RadiusCode)DynamicRequest.Answer(code, cause)[0], client.Name);
        if (cause is ErrorCause.None or ErrorCause.RequestInitiated)
            RadiusLog.Changed(logger, client.Name, code, PrintableText.From(System.Text.Encoding.UTF8.GetBytes(wish.SessionId ?? wish.UserName ?? "-")));
        else if (client.MayComplain(clock.GetUtcNow()))
            RadiusLog.NotChanged(logger, client.Name, code, cause, wish.Unsupported is { } type ? RadiusDictionary.NameOf(wish.UnsupportedVendor, type) : "-");
    }

    private byte[]? Drop(RadiusClient client, string reason)
    {
        counts.Dropped(reason, client.Name);
        if (client.MayComplain(clock.GetUtcNow()))
            RadiusLog.WishDropped(logger, client.Name, reason);
        return null;
    }
}
