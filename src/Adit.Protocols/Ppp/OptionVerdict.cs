namespace Adit.Protocols.Ppp;

/// <summary>
/// The answer to a Configure-Request: the code, the options it carries, and the failure where there is no sense in going on.
/// </summary>
internal readonly record struct OptionVerdict(LcpCode Code, IReadOnlyList<PppOption> Options, PppFailure? Failure = null)
{
    public bool IsAck => Code is LcpCode.ConfigureAck;

    /// <summary>Reject before Nak before Ack (RFC 1661 §5.3, §5.4): what cannot be spoken of is cleared away first.</summary>
    public static OptionVerdict Of(IReadOnlyList<PppOption> request, IReadOnlyList<PppOption> naks, IReadOnlyList<PppOption> rejects) =>
        rejects.Count > 0 ? new OptionVerdict(LcpCode.ConfigureReject, rejects)
        : naks.Count > 0 ? new OptionVerdict(LcpCode.ConfigureNak, naks)
        : new OptionVerdict(LcpCode.ConfigureAck, request);

    /// <summary>
    /// The same as a Reject of what <paramref name="request"/> holds, for a peer that Naks do not convince (RFC 1661 §4.6).
    /// </summary>
    public OptionVerdict AsReject(IReadOnlyList<PppOption> request)
    {
        var types = Options.Select(option => option.Type).ToHashSet();
        return this with { Code = LcpCode.ConfigureReject, Options = [.. request.Where(option => types.Contains(option.Type))] };
    }
}
