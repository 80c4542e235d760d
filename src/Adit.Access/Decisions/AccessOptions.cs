using System.ComponentModel.DataAnnotations;
using Adit.Access.Accounts;
using Adit.Protocols.Eap;
using Adit.Protocols.Eap.Peap;
using Adit.Protocols.Eap.Ttls;

namespace Adit.Access.Decisions;

/// <summary>What holds for everyone who enters.</summary>
public sealed record AccessOptions
{
    /// <summary>Our own accounts.</summary>
    public const string Local = "local";

    /// <summary>The same who decides.</summary>
    public const string WhoDecides = "authority";

    /// <summary>What stands for the database among the stores.</summary>
    public const string Database = "database";

    private static readonly string[] _stores = [Database];
    private static readonly EapType[] _eapMethods = [EapType.MsChapV2]; // one object, so that equal options are equal

    /// <summary>Wrong passwords in a row that lock an account; 0 for never. Five leave room for typing errors, not for guessing.</summary>
    [Range(0, 100)]
    public int MaxFailures { get; init; } = 5;

    /// <summary>How long a lock lasts. Long enough to make guessing hopeless, short enough that nobody needs to call at night.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan LockoutDuration { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Whom a lock holds.</summary>
    public LockoutScope LockoutHolds { get; init; }

    /// <summary>How long a session may last; null for no limit, as Windows' own server has it.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan? SessionTimeout { get; init; }

    /// <summary>How long a session may be idle; null for no limit, since a sleeping laptop is found by echo requests.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "7.00:00:00")]
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>Whether one whose password has expired may change it in the connection, as Windows' own server allows.</summary>
    public bool PasswordChange { get; init; } = true;

    /// <summary>Groups whose members may not: accounts with great rights, as Windows' own server excepts administrators.</summary>
    public IReadOnlyList<string> PasswordChangeExcept { get; init; } = [];

    /// <summary>Characters that a password chosen there has at least. What an administrator sets has 8.</summary>
    [Range(AccountService.MinPasswordLength, 64)]
    public int MinPasswordLength { get; init; } = AccountService.MinPasswordLength;

    /// <summary>
    /// How old a password may become before it is to be changed; null for any age, since a change that is forced at set times makes worse
    /// passwords (NIST SP 800-63B §3.1.1.2).
    /// </summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "3650.00:00:00")]
    public TimeSpan? PasswordMaxAge { get; init; }

    /// <summary>How names are read.</summary>
    public IdentityText IdentityText { get; init; }

    /// <summary>The 8-bit code page of names and passwords that are not UTF-8. Windows' for western Europe, where most come from.</summary>
    public string CodePage { get; init; } = "windows-1252";

    /// <summary>What becomes of a name's realm. A domain before a backslash is never part of it.</summary>
    public RealmRule Realm { get; init; }

    /// <summary>Where accounts are looked for, in this order: <see cref="Database"/>, or the absolute path of a users file.</summary>
    public IReadOnlyList<string> Stores { get; init; } = _stores;

    /// <summary>How long log-ins go on from what was last seen of the database while it is away; zero for not at all.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "7.00:00:00")]
    public TimeSpan Snapshot { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The EAP methods that may be used, best first; at least one.</summary>
    public IReadOnlyList<EapType> EapMethods { get; init; } = _eapMethods;

    /// <summary>How PEAP is spoken.</summary>
    public PeapOptions Peap { get; init; } = new();

    /// <summary>How TTLS is spoken.</summary>
    public TtlsOptions Ttls { get; init; } = new();

    /// <summary>Who decides: <see cref="Local"/>, or the name of a group of other servers.</summary>
    public string Authority { get; init; } = Local;

    /// <summary>Who gets the reports on sessions beside our own books: the name of a group, <see cref="Local"/> for nobody, or <see cref="WhoDecides"/>.</summary>
    public string Accounting { get; init; } = WhoDecides;

    /// <summary>The same with the name of who decides put in.</summary>
    public string BookKeeper => Accounting == WhoDecides ? Authority : Accounting;

    /// <summary>
    /// How often there is a report on each session, where the authority does not say; null for never. Less than a minute is work for
    /// nothing (RFC 2869 §2.1).
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "1.00:00:00")]
    public TimeSpan? InterimInterval { get; init; }

    internal LockoutRule Lockout => new(MaxFailures, LockoutDuration);
}
