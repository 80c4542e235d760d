using Adit.Protocols.Eap;
using Adit.Protocols.Radius;

namespace Adit.Access.Policies;

/// <summary>The policies in force, of both lists in their order. Immutable.</summary>
public sealed record PolicySet
{
    /// <summary>Everybody who has an account, decided here.</summary>
    public static PolicySet Default { get; } = new();

    /// <summary>Where requests are decided.</summary>
    public IReadOnlyList<ConnectionPolicy> Connection { get; init; } = [new ConnectionPolicy { Name = "(all requests)" }];

    /// <summary>Whether they may enter, and with which settings.</summary>
    public IReadOnlyList<NetworkPolicy> Network { get; init; } = [new NetworkPolicy { Name = "(all accounts)" }];

    /// <summary>The filters that accounts name.</summary>
    public NamedFilters Filters { get; init; } = NamedFilters.None;

    /// <summary>What must come of some requests, or the policies are wrong.</summary>
    public IReadOnlyList<PolicyTest> Tests { get; init; } = [];
}

/// <summary>Who decides.</summary>
public enum ConnectionTarget
{
    /// <summary>This server.</summary>
    Local,

    /// <summary>A group of remote servers.</summary>
    Remote,

    /// <summary>Nobody: they enter without proof.</summary>
    Accept,
}

/// <summary>A connection request policy.</summary>
public sealed record ConnectionPolicy
{
    /// <summary>Its name, unlike every other of its list.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is looked at.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>All must hold.</summary>
    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    /// <summary>Who decides.</summary>
    public ConnectionTarget Authenticate { get; init; }

    /// <summary>The group of remote servers; empty where none decides.</summary>
    public string RemoteGroup { get; init; } = "";

    /// <summary>The group of remote servers that gets the reports, too; empty for none.</summary>
    public string ForwardAccounting { get; init; } = "";

    /// <summary>What is done to the user's name before anybody looks it up, one after another.</summary>
    public IReadOnlyList<NameRule> UserName { get; init; } = [];

    /// <summary>The name as it is looked up.</summary>
    public string Rename(string userName) => UserName.Count == 0 ? userName : UserName.Aggregate(userName, (name, rule) => PolicyPattern.Replace(rule.Find, name, rule.Replace));
}

/// <summary>A network policy.</summary>
public sealed record NetworkPolicy
{
    /// <summary>Its name, unlike every other of its list.</summary>
    public required string Name { get; init; }

    /// <summary>Whether it is looked at.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>Whether those that it matches may enter, unless their account says something else.</summary>
    public bool Grants { get; init; } = true;

    /// <summary>Whether permission and caller id of the account count for nothing.</summary>
    public bool IgnoresDialIn { get; init; }

    /// <summary>All must hold.</summary>
    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    /// <summary>All must hold, too; but one that does not refuses, and no other policy is looked at.</summary>
    public IReadOnlyList<Constraint> Constraints { get; init; } = [];

    /// <summary>The EAP methods, best first; empty for the server's own list.</summary>
    public IReadOnlyList<EapType> EapTypes { get; init; } = [];

    /// <summary>How long a session may last; null for the server's own limit.</summary>
    public TimeSpan? SessionTimeout { get; init; }

    /// <summary>How long a session may be idle; null for the server's own limit.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>What the session gets.</summary>
    public SessionSettings Settings { get; init; } = SessionSettings.None;

    /// <summary>What comes back in accounting, as text (Class); empty for nothing.</summary>
    public string Class { get; init; } = "";

    /// <summary>How long a session may last that begins now: until the policy's hours are over, too. Null for no limit.</summary>
    public TimeSpan? LimitSession(TimeSpan? ofServer, DateTimeOffset now, TimeZoneInfo local)
    {
        var limit = SessionTimeout ?? ofServer;
        if (Constraints.Count == 0)
            return limit;

        foreach (var hours in Constraints.Select(constraint => constraint.Condition).OfType<Condition.DayAndTime>())
            if (hours.Hours.EndAfter(now, local) - now is { } left && !(limit < left))
                limit = TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(left.TotalSeconds)));
        return limit;
    }
}

/// <summary>A condition that refuses.</summary>
/// <param name="Condition">What must be so.</param>
/// <param name="Reason">Why they are refused where it is not.</param>
public sealed record Constraint(Condition Condition, AccessReason Reason);
