using System.CommandLine;
using System.CommandLine.Parsing;
using Adit.Server.Control;

namespace Adit.Cli;

/// <summary>The settings of an account. What is not given stays as it is, <c>none</c> takes a setting away.</summary>
internal sealed class AccountOptions
{
    private readonly Option<string?> _permission = new Option<string?>("--permission")
    {
        Description = "Whether the account may dial in: as the policy says, always, or not",
    }.TakesOneOf(["policy", "allow", "deny"]);

    private readonly Option<string?> _passwordExpiry = new Option<string?>("--password-expiry")
    {
        Description = "When its password is to be changed: at the age that is set for all, never, or before the next entry",
    }.TakesOneOf(["age", "never", "now"]);

    private readonly Option<string?> _groups = Create("--groups", "NAMES", "Its groups, with commas between them; +NAME joins and -NAME leaves; or 'none'");
    private readonly Option<string?> _hours = Create("--hours", "HOURS", "When it may be used, as 'mon-fri 08:00-18:00; sat 09:00-12:00', or 'none' for always");
    private readonly Option<string?> _callerId = Create("--caller-id", "STATION", "The address, prefix or number that it may call from, or 'none' for any");
    private readonly Option<string?> _routes = Create("--routes", "PREFIXES", "The networks behind its machine, with commas between them, or 'none'");
    private readonly Option<string?> _expires = Create("--expires", "DAY", "Its last day, such as 2026-12-31, or a time, or 'none'");
    private readonly Option<string?> _address = Create("--address", "ADDRESS", "The IPv4 address in the tunnel that it alone gets, or 'none' for any");
    private readonly Option<string?> _prefix = Create("--prefix6", "PREFIX", "The IPv6 prefix (/64) in the tunnel that it alone gets, or 'none' for any");

    private IReadOnlyList<(string Name, Option<string?> Option)> All =>
    [
        ("permission", _permission), ("groups", _groups), ("hours", _hours), ("caller id", _callerId), ("password expiry", _passwordExpiry),
        ("routes", _routes), ("expires", _expires), ("address", _address), ("IPv6 prefix", _prefix),
    ];

    public void AddTo(Command command)
    {
        foreach (var (_, option) in All)
            command.Add(option);
    }

    /// <summary>Whether the command line has any of them.</summary>
    public bool AreGiven(CommandResult result) => All.Any(setting => result.GetValue(setting.Option) is not null);

    /// <summary>What is asked for, in words.</summary>
    public string Describe(ParseResult parsed) => string.Join(", ",
        All.Where(setting => parsed.GetValue(setting.Option) is not null).Select(setting => $"{setting.Name} {parsed.GetValue(setting.Option)}"));

    public AccountOrder Read(ParseResult parsed) => new()
    {
        Permission = parsed.GetValue(_permission),
        Groups = parsed.GetValue(_groups),
        Hours = parsed.GetValue(_hours),
        CallerId = parsed.GetValue(_callerId),
        PasswordExpiry = parsed.GetValue(_passwordExpiry),
        Routes = parsed.GetValue(_routes),
        Expires = parsed.GetValue(_expires),
        Address = parsed.GetValue(_address),
        Ipv6Prefix = parsed.GetValue(_prefix),
    };

    private static Option<string?> Create(string name, string value, string description) => new(name) { HelpName = value, Description = description };
}
