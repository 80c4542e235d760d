using System.Net;
using System.Text.RegularExpressions;
using Adit.Access.Accounts;
using Adit.Protocols.Eap;

namespace Adit.Access.Policies;

/// <summary>Something that must be so for a policy to match, or for a session that has matched to be allowed.</summary>
/// <param name="Name">Its key in <c>adit.yaml</c>.</param>
/// <param name="Wanted">What it takes, in words.</param>
public abstract record Condition(string Name, string Wanted)
{
    /// <summary>Longer texts of a request are looked at no further than this.</summary>
    private const int MaxSeen = 64;

    /// <summary>Looks at a request.</summary>
    public ConditionTrace Look(PolicySubject subject)
    {
        var (seen, holds) = See(subject);
        return new ConditionTrace(Name, Wanted, seen.Length <= MaxSeen ? seen : seen[..MaxSeen], holds);
    }

    /// <summary>What the request has there, in words, and whether that is well.</summary>
    protected abstract (string Seen, bool Holds) See(PolicySubject subject);

    /// <summary>A text of the request is found by one of the patterns. What the request does not have, nothing finds.</summary>
    public sealed record Pattern(string Name, IReadOnlyList<Regex> Patterns, Func<PolicySubject, string?> Value)
        : Condition(Name, string.Join(" or ", Patterns))
    {
        /// <inheritdoc/>
        protected override (string Seen, bool Holds) See(PolicySubject subject) =>
            Value(subject) is { Length: > 0 } text ? (text, Patterns.Any(pattern => PolicyPattern.IsMatch(pattern, text))) : ("none", false);
    }

    /// <summary>A number of the request is one of these.</summary>
    public sealed record Number(string Name, IReadOnlyList<PolicyWord> Words, Func<PolicySubject, uint?> Value)
        : Condition(Name, string.Join(" or ", Words.Select(word => word.Text)))
    {
        /// <inheritdoc/>
        protected override (string Seen, bool Holds) See(PolicySubject subject) => Value(subject) is { } number
            ? (PolicyWords.TextOf(Name, number), Words.Any(word => word.Number == number))
            : ("none", false);
    }

    /// <summary>An address of the request lies in one of these.</summary>
    public sealed record Address(string Name, IReadOnlyList<IPNetwork> Networks, Func<PolicySubject, string?> Value)
        : Condition(Name, string.Join(" or ", Networks))
    {
        /// <inheritdoc/>
        protected override (string Seen, bool Holds) See(PolicySubject subject) => IPAddress.TryParse(Value(subject), out var address)
            ? ($"{address}", Networks.Any(network => network.Contains(address)))
            : ("none", false);
    }

    /// <summary>It is one of these hours.</summary>
    public sealed record DayAndTime(string Name, WeeklyHours Hours) : Condition(Name, Hours.Text)
    {
        /// <inheritdoc/>
        protected override (string Seen, bool Holds) See(PolicySubject subject)
        {
            var local = TimeZoneInfo.ConvertTime(subject.Now, subject.Local);
            return (local.ToString("ddd HH:mm", System.Globalization.CultureInfo.InvariantCulture).ToLowerInvariant(), Hours.Contain(subject.Now, subject.Local));
        }
    }

    /// <summary>The account is in one of these groups.</summary>
    /// <param name="Name">Its key.</param>
    /// <param name="Names">Of the groups.</param>
    /// <param name="OfMachines">Whether the account must be a machine's (<c>host/…</c> or with a <c>$</c> at its end); null for any.</param>
    public sealed record Groups(string Name, IReadOnlyList<string> Names, bool? OfMachines) : Condition(Name, string.Join(" or ", Names))
    {
        /// <inheritdoc/>
        protected override (string Seen, bool Holds) See(PolicySubject subject)
        {
            if (OfMachines is { } ofMachines && ofMachines != IsMachine(subject.Request.UserName))
                return (ofMachines ? "a user" : "a machine", false);

            return subject.Account is { } account
                ? (account.Groups.Names.Count == 0 ? "none" : $"{account.Groups}", Names.Any(account.Groups.Contains))
                : subject.IsAccountOpen ? ("not yet known", true) : ("none", false);
        }

        private static bool IsMachine(string name) =>
            name.StartsWith("host/", StringComparison.OrdinalIgnoreCase) || name.EndsWith('$');
    }

    /// <summary>They prove who they are in one of these ways.</summary>
    public sealed record Authentication(string Name, IReadOnlyList<AuthenticationType> Types)
        : Condition(Name, string.Join(" or ", Types.Select(PolicyWords.TextOf)))
    {
        /// <inheritdoc/>
        protected override (string Seen, bool Holds) See(PolicySubject subject) =>
            (PolicyWords.TextOf(subject.AuthenticationType), Types.Contains(subject.AuthenticationType));
    }

    /// <summary>The EAP method is one of these.</summary>
    public sealed record Eap(string Name, IReadOnlyList<EapType> Types) : Condition(Name, string.Join(" or ", Types.Select(PolicyWords.TextOf)))
    {
        /// <inheritdoc/>
        protected override (string Seen, bool Holds) See(PolicySubject subject) => subject.EapMethod is EapType.None
            ? ("none", false)
            : (PolicyWords.TextOf(subject.EapMethod), Types.Contains(subject.EapMethod));
    }
}
