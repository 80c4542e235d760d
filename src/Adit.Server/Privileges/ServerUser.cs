using Adit.Linux;
using Adit.Linux.Identity;
using Adit.Linux.Tun;
using Adit.Server.Hosting;

namespace Adit.Server.Privileges;

/// <summary>
/// The user that the server runs as. Where root starts it, the process becomes that user, with two capabilities and no way to any other
/// (<c>setpriv</c>): root's part is to open what only root can, and to hand over what is the server's.
/// </summary>
public static class ServerUser
{
    /// <summary>The user where nobody names another; it is made where it is missing.</summary>
    public const string DefaultName = "adit";

    private const string Root = "root";
    private const string Rights = "-all,+net_admin,+net_bind_service";
    private static readonly Capability[] Needed = [Capability.SetUid, Capability.SetGid, Capability.SetPcap, Capability.NetAdmin];

    /// <summary>Whether this process has to become <paramref name="user"/>; not where it is no root, or a root without the right to.</summary>
    public static bool MustBecome(string user) =>
        user != Root && Environment.IsPrivilegedProcess && Needed.All(ProcessCapabilities.Current().Has);

    /// <summary>
    /// Becomes the user and runs this program again with <paramref name="arguments"/>, in which every path is absolute. Returns a warning
    /// where it must stay root; throws <see cref="StartupException"/> where the server could not start, with nothing touched.
    /// </summary>
    public static string Become(string user, UpOptions options, IReadOnlyList<string> arguments)
    {
        ServerHost.Check(options);
        try
        {
            var account = FindOrCreate(user);
            if (RuntimeWarning(account) is { } warning)
                return warning;

            TakeOver(options.StateDirectory, account);
            RefuseUnreadable(account, options);
            Run(account, options.StateDirectory, [.. ProgramCopy.CommandFor(account), .. arguments]);
            throw new InvalidOperationException("The process went on after it had become another.");
        }
        catch (LinuxException e)
        {
            throw new StartupException(e.Message, e.Remedy.Length > 0 ? e.Remedy : "Name another user with --user, or stay root with --user root.", e);
        }
    }

    /// <summary>The default user is made where it is missing; any other must be there.</summary>
    public static UserAccount FindOrCreate(string user) =>
        user == DefaultName ? UserAccount.FindOrCreate(user) : UserAccount.Find(user) ?? throw new StartupException(
            $"There is no user '{user}' on this machine.", $"Make it, or leave --user out: '{DefaultName}' is made where it is missing.");

    /// <summary>Gives the state directory, made where it is missing, to the user: what root owns in it; the modes stay.</summary>
    public static void TakeOver(string stateDirectory, UserAccount account)
    {
        Directory.CreateDirectory(stateDirectory, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var (exitCode, output) = SystemProgram.Run(
            "chown", "-RhP", "--from=0", $"{account.UserId}:{account.GroupId}", "--", Path.GetFullPath(stateDirectory));
        if (exitCode != 0)
            throw new StartupException($"The state directory cannot be given to '{account.Name}': {output}", "Choose another with --state.");
    }

    /// <summary>Whether the user can read a file, or look into a directory.</summary>
    internal static bool CanRead(UserAccount account, string path) => SystemProgram.Run(
        "setpriv", [.. IdentityOf(account), "--", SystemProgram.Find("test")!, "-r", path]).ExitCode == 0;

    private static string? RuntimeWarning(UserAccount account)
    {
        var runtime = typeof(object).Assembly.Location;
        return CanRead(account, runtime) ? null
            : $"The server stays root, for the user '{account.Name}' cannot read the .NET runtime {runtime}. "
                + "Install it where everyone can read it, such as /usr/share/dotnet.";
    }

    private static void RefuseUnreadable(UserAccount account, UpOptions options)
    {
        if (!CanRead(account, options.StateDirectory))
            throw new StartupException(
                $"The user '{account.Name}' cannot reach the state directory {options.StateDirectory}: a directory above it lets it not pass.",
                "Choose another with --state, such as /var/lib/adit, or stay root with --user root.");
        var file = StateDirectory.ConfigurationFileOf(options);
        if (File.Exists(file) && !CanRead(account, file))
            throw new StartupException(
                $"The user '{account.Name}' cannot read the configuration {file}.",
                "Put it where that user can read it, such as /etc/adit or the state directory, or stay root with --user root.");
        foreach (var path in StateDirectory.ReadConfiguration(options).Configuration.Certificates.SelectMany(one => (string?[])[one.File, one.Key]).OfType<string>())
            if (!CanRead(account, path))
                throw new StartupException(
                    $"The user '{account.Name}' cannot read {path}, which 'certificates:' names.",
                    $"Copy it to where that user can: install -o {account.Name} -m 600 {path} /etc/adit/. See docs/operate/certificates.md for renewals.");
    }

    private static void Run(UserAccount account, string stateDirectory, IReadOnlyList<string> command)
    {
        var environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["HOME"] = Path.GetFullPath(stateDirectory) };
        if (TunHandOver.Open() is { } tun)
            environment[TunHandOver.Variable] = tun;
        Directory.SetCurrentDirectory("/"); // the user may not be allowed to be where root is
        var setpriv = SystemProgram.Find("setpriv") ?? throw new LinuxException("run setpriv", 2, "Install the package 'util-linux'.");
        SystemProgram.Become(
            setpriv,
            [.. IdentityOf(account), $"--inh-caps={Rights}", $"--ambient-caps={Rights}", $"--bounding-set={Rights}", "--no-new-privs", "--", .. command],
            environment);
    }

    private static IEnumerable<string> IdentityOf(UserAccount account) =>
        [$"--reuid={account.UserId}", $"--regid={account.GroupId}", "--clear-groups"];
}
