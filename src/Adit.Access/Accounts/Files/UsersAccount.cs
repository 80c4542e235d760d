using System.Globalization;
using Adit.Access.Policies;
using Adit.Access.Sealing;
using Adit.Protocols.Ip;
using Adit.Protocols.Radius;

namespace Adit.Access.Accounts.Files;

/// <summary>One account as the entries of its name make it.</summary>
internal sealed class UsersAccount(AccountName name, SecretSealer sealer, NamedFilters filters, DateTimeOffset now)
{
    private const int MaxClassLength = 253; // RFC 2865 §5.25
    private const int MaxTextLength = 253;
    private const int MinMtu = 576;
    private const int MaxMtu = 1500;
    private const int MinInterim = 60; // RFC 2869 §2.1
    private const string NoRate = "a rate is given in bits a second, 64000 or more";

    /// <summary>What other servers' gateways want, and ours takes for granted.</summary>
    private static readonly string[] Ignored = ["Service-Type", "Framed-Protocol", "Fall-Through", "Framed-Compression"];

    private Ipv4Address? _firstDns;
    private Ipv4Address? _secondDns;
    private readonly HashSet<string> _replied = new(StringComparer.OrdinalIgnoreCase);
    private Account _account = new(name, PasswordKind.None, default, now);

    /// <summary>Every item that cannot be followed; with one, there is no account.</summary>
    public List<UsersFileFault> Faults { get; } = [];

    public void Add(UsersEntry entry)
    {
        foreach (var item in entry.Checks)
            if (Check(item) is { } problem)
                Faults.Add(item.Fault(problem));
        foreach (var item in entry.Replies)
            if (Reply(item) is { } problem)
                Faults.Add(item.Fault(problem));
    }

    /// <summary>An account without a password can be entered by nobody.</summary>
    public Account Build() => _account.PasswordKind is PasswordKind.None
        ? PasswordSeal.CreateDecoy(sealer, PasswordKind.NtHash, name, now).With(new AccountUpdate.Several(
            [new AccountUpdate.Permission(_account.Permission), new AccountUpdate.Groups(_account.Groups)]))
        : _account;

    private string? Check(UsersItem item) => item.Name.ToLowerInvariant() switch
    {
        _ when item.Operator == "==" && !item.Is("Calling-Station-Id") => "this attribute is set with :=, not compared with ==",
        "cleartext-password" => SetPassword(PasswordKind.Reversible, System.Text.Encoding.UTF8.GetBytes(item.Value), item.Value.Length is > 0 and <= AccountService.MaxPasswordLength),
        "nt-password" => SetPassword(PasswordKind.NtHash, UsersFileReader.ParseNtHash(item.Value), isValid: true),
        "auth-type" => Reject(item.Value),
        "calling-station-id" => CallerStation.TryParse(item.Value, out var station) ? Set(_account with { CallerId = station }) : "this is no calling station",
        "adit-group" => SetGroups(item),
        "login-time" => WeeklyHours.TryParse(item.Value, out var hours) ? Set(_account with { Hours = hours }) : "hours are written as mon-fri 08:00-18:00",
        _ => "this attribute is not checked here: Cleartext-Password, NT-Password, Auth-Type, Calling-Station-Id, Login-Time and Adit-Group are",
    };

    private string? Reply(UsersItem item)
    {
        if (item.Operator == "==")
            return "a reply is set with =, := or +=";
        if (Ignored.Contains(item.Name, StringComparer.OrdinalIgnoreCase))
            return null;
        if (item.Operator == "=" && !_replied.Add(item.Name))
            return null; // an earlier entry has it

        _replied.Add(item.Name);
        return item.Name.ToLowerInvariant() switch
        {
            "framed-ip-address" => StaticAddress.TryParse(item.Value, out var address) ? Set(_account with { Address = address }) : "this is no address that a host can have",
            "framed-ipv6-prefix" => StaticPrefix.TryParse(item.Value, out var prefix) ? Set(_account with { Ipv6Prefix = prefix }) : "this is no /64 that a session can have",
            "session-timeout" => SecondsOf(item.Value) is { } time ? Set(_account with { SessionTimeout = time }) : "this is no number of seconds",
            "idle-timeout" => SecondsOf(item.Value) is { } time ? Set(_account with { IdleTimeout = time }) : "this is no number of seconds",
            "class" => UsersFileReader.BytesOf(item.Value) is { Length: > 0 and <= MaxClassLength } bytes ? Set(_account with { Class = bytes }) : "a class has 1 to 253 bytes",
            "framed-pool" => item.Value.Length is > 0 and <= SessionSettings.MaxNameLength ? Set(settings => settings with { Pool = item.Value }) : "a pool's name has 1 to 64 characters",
            "framed-mtu" => NumberOf(item.Value, MinMtu, MaxMtu) is { } mtu ? Set(settings => settings with { Mtu = mtu }) : "a packet measures 576 to 1500 bytes",
            "port-limit" => NumberOf(item.Value, 1, int.MaxValue) is { } most ? Set(settings => settings with { SessionsPerUser = most }) : "this is no number of sessions",
            "wispr-bandwidth-max-up" => RateOf(item.Value) is { } rate ? Set(settings => settings with { UploadRate = rate }) : NoRate,
            "wispr-bandwidth-max-down" => RateOf(item.Value) is { } rate ? Set(settings => settings with { DownloadRate = rate }) : NoRate,
            "acct-interim-interval" => SecondsOf(item.Value) is { TotalSeconds: >= MinInterim } every ? Set(settings => settings with { InterimInterval = every }) : "reports are a minute apart at least",
            "filter-id" => SetFilter(item),
            "ms-primary-dns-server" => AddDns(item.Value, isFirst: true),
            "ms-secondary-dns-server" => AddDns(item.Value, isFirst: false),
            "reply-message" => item.Value.Length is > 0 && System.Text.Encoding.UTF8.GetByteCount(item.Value) <= MaxTextLength
                ? Set(_account with { ReplyMessage = item.Value }) : "a text has 1 to 253 bytes",
            "framed-route" or "framed-ipv6-route" => AddRoute(item.Value.Split(' ')[0]),
            _ => "this attribute is not replied here: give it in a policy",
        };
    }

    private string? Set(Func<SessionSettings, SessionSettings> change) => Set(_account with { Settings = change(_account.Settings) });

    /// <summary>The second stands behind the first, whichever comes first in the file.</summary>
    private string? AddDns(string text, bool isFirst)
    {
        if (!Ipv4Address.TryParse(text, out var server))
            return "this is no IPv4 address";

        if (isFirst)
            _firstDns = server;
        else
            _secondDns = server;
        return Set(settings => settings with { Dns = [.. ((Ipv4Address?[])[_firstDns, _secondDns]).OfType<Ipv4Address>()] });
    }

    /// <summary>A second one adds to the first with +=, as another direction.</summary>
    private string? SetFilter(UsersItem item)
    {
        if (filters.Find(item.Value) is not { } named)
            return filters.Problem;

        var others = item.Operator == "+=" ? _account.Settings.Filters : [];
        return others.Any(other => named.Any(filter => filter.Direction == other.Direction))
            ? "there is a filter for this direction already"
            : Set(settings => settings with { Filters = [.. others, .. named] });
    }

    private static uint? RateOf(string text) =>
        uint.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) && rate >= SessionSettings.MinRate ? rate : null;

    private static uint? NumberOf(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? (uint)number : null;

    private string? Set(Account account)
    {
        _account = account;
        return null;
    }

    /// <summary>The first password counts, as in FreeRADIUS.</summary>
    private string? SetPassword(PasswordKind kind, byte[]? form, bool isValid)
    {
        if (form is null || !isValid)
            return kind is PasswordKind.NtHash ? "an NT hash has 32 hexadecimal digits" : "a password has 1 to 256 characters";

        return _account.PasswordKind is not PasswordKind.None ? null
            : Set(_account with { PasswordKind = kind, SealedPassword = PasswordSeal.SealForm(sealer, name, kind, form) });
    }

    private string? Reject(string value) => value.Equals("Reject", StringComparison.OrdinalIgnoreCase)
        ? Set(_account with { Permission = DialInPermission.Deny })
        : "nobody enters without a password: the only Auth-Type is Reject";

    private string? SetGroups(UsersItem item)
    {
        var text = item.Operator == "+=" && _account.Groups.Names.Count > 0 ? $"{_account.Groups},{item.Value}" : item.Value;
        return GroupNames.TryParse(text, out var groups) ? Set(_account with { Groups = groups }) : "this is no list of groups";
    }

    private string? AddRoute(string prefix)
    {
        var text = _account.Routes.Networks.Count > 0 ? $"{_account.Routes},{prefix}" : prefix;
        return StaticRoutes.TryParse(text, out var routes) ? Set(_account with { Routes = routes }) : "this is no network behind a client, or one too many";
    }

    private static TimeSpan? SecondsOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds > 0 ? TimeSpan.FromSeconds(seconds) : null;
}
