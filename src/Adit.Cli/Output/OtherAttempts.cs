using System.Net;
using Adit.Protocols.Calls;
using Adit.Protocols.Radius;
using Adit.Server.Control;

namespace Adit.Cli.Output;

/// <summary>What became of other callers at the same time: it tells of what one attempt cannot.</summary>
internal static class OtherAttempts
{
    private const string EapCertificate = "eap.certificate";
    private const string EapMethod = "eap.method";

    private static readonly string CertificateRefused = new AccessFailure.ServerCertificateRefused().Code;
    private static readonly string UserCertificateUntrusted = new AccessFailure.UntrustedRoot().Code;
    private static readonly string[] Silent = ["PPP-101", "SSTP-201"];

    /// <summary>Failures whose cases only others tell apart.</summary>
    public static bool Tell(string? failureCode) => failureCode == CertificateRefused || failureCode == UserCertificateUntrusted || Silent.Contains(failureCode);

    /// <summary>The facts that they add to an attempt's own.</summary>
    public static IEnumerable<KeyValuePair<string, string>> FindFacts(AttemptView attempt, IReadOnlyList<AttemptView> others)
    {
        if (attempt.FailureCode == CertificateRefused && others.Any(other => TookAnother(attempt, other)))
            yield return new("eap.others", "accepted");
        if (attempt.FailureCode == UserCertificateUntrusted && others.Any(other => EnteredWithAnother(attempt, other)))
            yield return new("user.others", "accepted");
        if (Silent.Contains(attempt.FailureCode) && DescribeWay(attempt, others) is { } way)
            yield return new("link.others", way);
    }

    /// <summary>Whether somebody else got in whom EAP showed another certificate: then several servers answer in turn.</summary>
    private static bool TookAnother(AttemptView attempt, AttemptView other) =>
        other.FailureCode is null && FindFact(attempt, EapCertificate) is { } shown && FindFact(other, EapCertificate) is { } accepted && shown != accepted;

    /// <summary>Whether the same user got in with a certificate: then there is one that is taken, and this was the wrong one.</summary>
    private static bool EnteredWithAnother(AttemptView attempt, AttemptView other) =>
        string.Equals(attempt.User, other.User, StringComparison.OrdinalIgnoreCase) && attempt.User is not null
        && FindFact(other, EapMethod) is { } method && method == FindFact(attempt, EapMethod) && HasStage(other, CallStage.Open);

    /// <summary>
    /// Whether others from elsewhere came <c>through</c> while this one waited in vain, or were <c>held</c>, too; null where there were none.
    /// </summary>
    private static string? DescribeWay(AttemptView attempt, IReadOnlyList<AttemptView> others)
    {
        var elsewhere = others.Where(other => AddressOf(other) != AddressOf(attempt)).ToList();
        return elsewhere.Exists(other => FindTime(other, CallStage.Authenticating) is { } passed && passed >= attempt.StartedUtc && passed <= EndOf(attempt)) ? "through"
            : elsewhere.Exists(other => Silent.Contains(other.FailureCode) && other.StartedUtc <= EndOf(attempt) && EndOf(other) >= attempt.StartedUtc) ? "held"
            : null;
    }

    private static string AddressOf(AttemptView attempt) => IPEndPoint.TryParse(attempt.Peer, out var peer) ? peer.Address.ToString() : attempt.Peer;

    private static string? FindFact(AttemptView attempt, string name) => attempt.Facts.FirstOrDefault(fact => fact.Name == name)?.Value;

    private static bool HasStage(AttemptView attempt, CallStage stage) => FindTime(attempt, stage) is not null;

    private static DateTimeOffset? FindTime(AttemptView attempt, CallStage stage) =>
        attempt.Stages.FirstOrDefault(one => one.Name == stage.ToString()) is { } reached ? attempt.StartedUtc.AddMilliseconds(reached.AtMilliseconds) : null;

    private static DateTimeOffset EndOf(AttemptView attempt) => FindTime(attempt, CallStage.Closed) ?? DateTimeOffset.MaxValue;
}
