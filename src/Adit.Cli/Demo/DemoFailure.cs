namespace Adit.Cli.Demo;

/// <summary>One of the failures that are shown: what is done to whom, and what must come of it.</summary>
/// <param name="What">What was done, for the reader.</param>
/// <param name="Code">The code of our failure that the doctor, or the server's record, must name.</param>
internal sealed record DemoFailure(string What, string Code)
{
    /// <summary>Who calls.</summary>
    public string User { get; init; } = FailureScript.Caller;

    /// <summary>The password that is not the account's; null for the right one.</summary>
    public string? Password { get; init; }

    /// <summary>Whom is called.</summary>
    public string Host { get; init; } = DemoAddresses.Gateway;

    /// <summary>At which port.</summary>
    public int Port { get; init; } = ConnectOptions.HttpsPort;

    /// <summary>Further options of <c>adit connect</c> and <c>adit doctor</c>.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    /// <summary>Whether the caller trusts the server's authority.</summary>
    public bool Trusts { get; init; } = true;

    /// <summary>Whether only the server knows why: then its record is asked, and not the doctor at the caller's place.</summary>
    public bool IsForServer { get; init; }

    /// <summary>Makes it so; null where nothing has to be made.</summary>
    public Func<Task>? Begin { get; init; }

    /// <summary>Mends it.</summary>
    public Func<Task>? End { get; init; }
}
