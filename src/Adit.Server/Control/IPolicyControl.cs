namespace Adit.Server.Control;

/// <summary>What an operator can ask about policies. Any thread may call.</summary>
public interface IPolicyControl
{
    /// <summary>The policies in force, in the order in which they are looked at: connection request policies, then network policies.</summary>
    ValueTask<IReadOnlyList<PolicyView>> ListAsync(CancellationToken cancellationToken);

    /// <summary>What they would say to a request whose maker has proved who they are.</summary>
    /// <exception cref="ControlException">A value is none.</exception>
    ValueTask<PolicyTrialView> TestAsync(PolicyOrder order, CancellationToken cancellationToken);
}

/// <summary>A policy.</summary>
/// <param name="Kind">connection or network.</param>
/// <param name="Order">Its place in its list, from 1.</param>
/// <param name="Name">Its name.</param>
/// <param name="Enabled">Whether it is looked at.</param>
/// <param name="Effect">What becomes of what it matches: local, accept or remote with its group; grant or deny.</param>
/// <param name="Conditions">What must be so for it to match.</param>
/// <param name="Constraints">What refuses where it is not so.</param>
/// <param name="Settings">What the session gets.</param>
public sealed record PolicyView(
    string Kind, int Order, string Name, bool Enabled, string Effect,
    IReadOnlyList<string> Conditions, IReadOnlyList<string> Constraints, IReadOnlyList<string> Settings);

/// <summary>A request that somebody makes up. What is null is as for a call to this server over SSTP, by the account of that name.</summary>
/// <param name="User">The name given.</param>
public sealed record PolicyOrder(string User)
{
    /// <summary>The account's groups, instead of those it has.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>policy, allow or deny: the account's permission, instead of the one it has.</summary>
    public string? Permission { get; init; }

    /// <summary>How they prove who they are; mschapv2 where not given.</summary>
    public string? AuthenticationType { get; init; }

    /// <summary>With which EAP method.</summary>
    public string? EapType { get; init; }

    /// <summary>From where they call.</summary>
    public string? CallingStationId { get; init; }

    /// <summary>What they call.</summary>
    public string? CalledStationId { get; init; }

    /// <summary>What the gateway calls itself.</summary>
    public string? NasIdentifier { get; init; }

    /// <summary>The kind of port; virtual where not given.</summary>
    public string? NasPortType { get; init; }

    /// <summary>The kind of tunnel; sstp where not given.</summary>
    public string? TunnelType { get; init; }

    /// <summary>The RADIUS client that asks; this server where not given.</summary>
    public string? Client { get; init; }

    /// <summary>A time of the week such as <c>mon 09:00</c>; now where not given.</summary>
    public string? At { get; init; }
}

/// <summary>What policies say to a request.</summary>
/// <param name="Accepted">Whether they may enter.</param>
/// <param name="Reason">The number of the reason why not; 0 where they may.</param>
/// <param name="Code">The failure's code; null where they may enter.</param>
/// <param name="ConnectionPolicy">The connection request policy that matched; null for none.</param>
/// <param name="NetworkPolicy">The network policy that matched; null for none.</param>
/// <param name="RemoteGroup">The group of remote servers that would decide; null where it is decided here.</param>
/// <param name="Trace">Every policy that was looked at, in order.</param>
public sealed record PolicyTrialView(
    bool Accepted, int Reason, string? Code, string? ConnectionPolicy, string? NetworkPolicy, string? RemoteGroup, IReadOnlyList<PolicyTraceView> Trace);

/// <summary>One policy that was looked at.</summary>
/// <param name="Kind">connection or network.</param>
/// <param name="Policy">Its name.</param>
/// <param name="Matches">Whether it decided.</param>
/// <param name="Checks">Its conditions, and where it matched its constraints, as far as they were looked at.</param>
public sealed record PolicyTraceView(string Kind, string Policy, bool Matches, IReadOnlyList<PolicyCheckView> Checks);

/// <summary>One condition or constraint.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Wanted">What it takes.</param>
/// <param name="Seen">What the request had.</param>
/// <param name="Holds">Whether that is well.</param>
public sealed record PolicyCheckView(string Name, string Wanted, string Seen, bool Holds);
