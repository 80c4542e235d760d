using Adit.Access.Accounts;
using Adit.Access.Policies;
using Adit.Protocols.Eap;
using Adit.Protocols.Radius;

namespace Adit.Access.Logging;

/// <summary>Makes rows of what the authority was asked and said. The names are those of <c>docs/operate/log.md</c>.</summary>
internal static class AccessLogRows
{
    private const int ProviderHere = 1;
    private const int ProviderElsewhere = 2;

    /// <summary>A request and what was said to it.</summary>
    public static AccessLogEntry OfDecision(AccessRequest request, AccessReply reply, Decision decision, DateTimeOffset now)
    {
        var reason = reply is AccessReply.Reject reject ? reject.Reason : AccessReason.None;
        var attributes = new AccessLogAttributes();
        AddRequest(attributes, request.Attributes);
        AddDecision(attributes, decision);
        AddReply(attributes, reply);
        return new AccessLogEntry(now, reply is AccessReply.Accept ? AccessLogKind.Granted : AccessLogKind.Denied)
        {
            Reason = (int)reason,
            Code = reason is AccessReason.None ? "" : AccessFailure.For(reason).Code,
            UserName = AccessLogAttributes.Cut(request.UserName),
            Account = AccessLogAttributes.Cut((reply as AccessReply.Accept)?.Identity ?? decision.Account ?? ""),
            Client = request.Gateway,
            CallingStationId = AccessLogAttributes.Cut(request.CallingStationId),
            ConnectionPolicy = decision.ConnectionPolicy ?? "",
            NetworkPolicy = decision.NetworkPolicy ?? "",
            SessionId = AccessLogAttributes.Cut(request.SessionId),
            CorrelationId = request.CorrelationId,
            Attributes = attributes.Values,
        };
    }

    /// <summary>A report on a session.</summary>
    public static AccessLogEntry OfReport(AccountingRequest report, DateTimeOffset now) => new(now, AccessLogKind.Accounting)
    {
        UserName = AccessLogAttributes.Cut(report.UserName),
        Client = report.Gateway,
        CallingStationId = AccessLogAttributes.Cut(report.CallingStationId),
        SessionId = AccessLogAttributes.Cut(report.SessionId),
        CorrelationId = report.CorrelationId,
        Attributes = AttributesOf(report).Values,
    };

    /// <summary>The request whose wrong password has locked an account, or which was the first after its lock had run out.</summary>
    public static AccessLogEntry OfLock(AccessRequest request, Decision decision, AccessLogKind kind, DateTimeOffset now)
    {
        var reason = kind is AccessLogKind.Locked ? AccessReason.AccountLocked : AccessReason.None;
        return new AccessLogEntry(now, kind)
        {
            Reason = (int)reason,
            Code = reason is AccessReason.None ? "" : AccessFailure.For(reason).Code,
            UserName = AccessLogAttributes.Cut(request.UserName),
            Account = AccessLogAttributes.Cut(decision.Account ?? ""),
            Client = request.Gateway,
            CallingStationId = AccessLogAttributes.Cut(request.CallingStationId),
            SessionId = AccessLogAttributes.Cut(request.SessionId),
            CorrelationId = request.CorrelationId,
        };
    }

    /// <summary>An administrator has ended a lock.</summary>
    public static AccessLogEntry OfUnlock(AccountName account, string actor, DateTimeOffset now) => new(now, AccessLogKind.Unlocked)
    {
        UserName = account.Value,
        Account = account.Value,
        Attributes = new AccessLogAttributes().Add("Unlocked-By", actor).Values,
    };

    private static void AddRequest(AccessLogAttributes row, AccessAttributes request) => row
        .Add("Called-Station-ID", request.CalledStationId)
        .Add("NAS-Identifier", request.NasIdentifier)
        .Add("NAS-IP-Address", request.NasIpAddress?.ToString())
        .Add("NAS-IPv6-Address", request.NasIpv6Address?.ToString())
        .Add("NAS-Port", request.NasPort)
        .Add("NAS-Port-Type", request.NasPortType)
        .Add("Service-Type", request.ServiceType)
        .Add("Framed-Protocol", request.FramedProtocol)
        .Add("Tunnel-Type", request.TunnelType)
        .Add("Tunnel-Medium-Type", request.TunnelMediumType)
        .Add("Tunnel-Client-Endpt", request.TunnelClientEndpoint)
        .Add("MS-RAS-Vendor", request.RasVendor)
        .Add("MS-RAS-Version", request.RasVersion)
        .Add("MS-RAS-Client-Name", request.RasClientName)
        .Add("MS-RAS-Client-Version", request.RasClientVersion)
        .Add("Client-Friendly-Name", request.Client?.Name)
        .Add("Client-IP-Address", request.Client?.Address)
        .Add("Client-Vendor", request.Client?.Vendor);

    private static void AddDecision(AccessLogAttributes row, Decision decision) => row
        .Add("Authentication-Type", (int)decision.AuthenticationType)
        .Add("EAP-Friendly-Name", decision.EapMethod is EapType.None ? null : decision.EapMethod.ToString())
        .Add("Provider-Type", decision.RemoteGroup is null ? ProviderHere : ProviderElsewhere)
        .Add("Provider-Name", decision.RemoteGroup);

    private static void AddReply(AccessLogAttributes row, AccessReply reply)
    {
        if (reply is AccessReply.Accept accept)
            row.Add("Framed-IP-Address", accept.FramedIpAddress?.ToString())
                .Add("Framed-IPv6-Prefix", accept.FramedIpv6Prefix?.ToString())
                .AddSeconds("Session-Timeout", accept.SessionTimeout)
                .AddSeconds("Idle-Timeout", accept.IdleTimeout);
        else if (reply is AccessReply.Reject reject)
            row.Add("MS-CHAP-Error", $"E={reject.Error} R={(reject.MayRetry ? 1 : 0)}");
    }

    private static AccessLogAttributes AttributesOf(AccountingRequest report)
    {
        var row = new AccessLogAttributes()
            .Add("Acct-Status-Type", (int)report.Status)
            .Add("Framed-IP-Address", $"{report.FramedIpAddress}")
            .Add("Framed-IPv6-Prefix", $"{report.FramedIpv6Prefix}");
        return report.Status is AccountingStatus.Start ? row : row
            .Add("Acct-Input-Octets", report.InputOctets)
            .Add("Acct-Output-Octets", report.OutputOctets)
            .Add("Acct-Input-Packets", report.InputPackets)
            .Add("Acct-Output-Packets", report.OutputPackets)
            .AddSeconds("Acct-Session-Time", report.SessionTime)
            .Add("Acct-Terminate-Cause", report.TerminateCause is TerminateCause.None ? null : (int)report.TerminateCause);
    }
}
