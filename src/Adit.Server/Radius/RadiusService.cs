using System.Net;
using Adit.Access.Decisions;
using Adit.Protocols;
using Adit.Protocols.Eap;
using Adit.Protocols.Eap.Tls;
using Adit.Protocols.Radius;
using Adit.Server.Monitoring;
using Adit.Server.Radius.Dynamic;
using Adit.Server.Sessions;

namespace Adit.Server.Radius;

/// <summary>Puts what other vendors' gateways ask to the authority, the same as our own gateway does, and says what it answers.</summary>
internal sealed class RadiusService(IAuthority authority, AttemptJournal attempts, RadiusCounts counts, IRandomSource random)
{
    private static readonly byte[] _reject = [(byte)RadiusCode.AccessReject];
    private static readonly byte[] _accept = [(byte)RadiusCode.AccessAccept];
    private static readonly byte[] _receipt = [(byte)RadiusCode.AccountingResponse];

    /// <summary>Who carries out wishes about sessions; null for nobody.</summary>
    public DynamicAuthorization? Dynamic { get; init; }

    /// <summary>The packet to answer with; null where none is to be sent.</summary>
    public async ValueTask<byte[]?> AnswerAsync(
        RadiusClient client, IPEndPoint sender, RadiusDoor door, ReceivedRequest request, CancellationToken cancellationToken)
    {
        if (door is RadiusDoor.DynamicAuthorization && request.Code is (RadiusCode.DisconnectRequest or RadiusCode.CoaRequest))
            return Dynamic?.Answer(client, request) is { } answer ? request.TryAnswer(answer, random) : null;

        var message = (request.Code, door) switch
        {
            (RadiusCode.StatusServer, RadiusDoor.Authentication) => _accept,
            (RadiusCode.StatusServer, RadiusDoor.Accounting) => _receipt,
            (RadiusCode.AccessRequest, RadiusDoor.Authentication) => await DecideAsync(client, sender, request, cancellationToken),
            (RadiusCode.AccountingRequest, RadiusDoor.Accounting) => await RecordAsync(client, request, cancellationToken),
            _ => null,
        };
        if (message is null)
            counts.Dropped(nameof(RadiusFault.WrongKind), client.Name);
        else
            counts.Answered((RadiusCode)message[0], client.Name);
        return message is null ? null : request.TryAnswer(message, random);
    }

    private async ValueTask<byte[]> DecideAsync(
        RadiusClient client, IPEndPoint sender, ReceivedRequest request, CancellationToken cancellationToken)
    {
        if (!AccessRequest.TryParseForeign(request.Message, client.Describe(sender.Address), out var asked))
        {
            Begin(client, sender).End(new RadiusFailure.NoCredentials());
            return _reject;
        }

        var reply = await authority.DecideAsync(asked, cancellationToken);
        if (reply is not AccessReply.Challenge)
            Record(Begin(client, sender), asked, reply);
        return (reply with { Trace = "" }).ToBytes(); // it is recorded, and never leaves
    }

    private AttemptTrail Begin(RadiusClient client, IPEndPoint sender)
    {
        var attempt = attempts.Begin(sender, "radius");
        attempt.Fact("radius.client", client.Name);
        return attempt;
    }

    private static void Record(AttemptTrail attempt, AccessRequest asked, AccessReply reply)
    {
        attempt.Correlate(asked.CorrelationId);
        attempt.Fact("method", asked.Credentials.ToString());
        if (asked.Credentials is AccessCredentials.Eap eap && EapTlsSight.MethodOf(eap.Packet) is not EapType.None and var type)
            attempt.Fact("eap.method", EapMethodNames.Of(type));
        SessionPolicy.Note(attempt, reply);
        var userName = reply.InnerIdentity.Length > 0 ? reply.InnerIdentity : asked.UserName;
        if (reply is AccessReply.Reject rejected)
            attempt.End(AccessFailure.For(rejected.Reason), userName: userName);
        else
            attempt.Accepted(userName);
    }

    /// <summary>What is no report of a session, such as one that the gateway has started, gets its receipt and is not kept.</summary>
    private async ValueTask<byte[]> RecordAsync(RadiusClient client, ReceivedRequest request, CancellationToken cancellationToken)
    {
        if (AccountingRequest.TryParseForeign(request.Message, client.Name, out var report))
            await authority.AccountAsync(report, cancellationToken);
        return _receipt;
    }
}
