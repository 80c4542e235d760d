using Adit.Server.Configuration;
using Adit.Server.Control;

namespace Adit.Server.Hosting;

/// <summary>The directory that holds everything the server keeps.</summary>
internal static class StateDirectory
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <summary>Reads the configuration that was named, or the one in the directory, or none.</summary>
    public static ConfigurationSnapshot ReadConfiguration(UpOptions options)
    {
        var file = ConfigurationFileOf(options);
        try
        {
            return options.ConfigurationFile is not null || File.Exists(file)
                ? ConfigurationReader.ReadWhole(file, File.ReadAllText(file))
                : ConfigurationSnapshot.Defaults;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The configuration {file} cannot be read: {e.Message}", "Name another file with --config.", e);
        }
    }

    /// <summary>The file that is read, whether it is there or not.</summary>
    public static string ConfigurationFileOf(UpOptions options) =>
        options.ConfigurationFile ?? Path.Combine(options.StateDirectory, "adit.yaml");

    /// <summary>Throws <see cref="StartupException"/> where a server that uses the directory answers; touches nothing.</summary>
    public static void RefuseSecond(string directory)
    {
        if (ControlSocket.IsAlive(ControlSocket.PathIn(directory)))
            throw InUse(directory, null);
    }

    /// <summary>Makes the directory where it is missing and takes it for this process alone.</summary>
    public static FileStream Lock(string directory)
    {
        Directory.CreateDirectory(directory, OwnerOnly);
        try
        {
            return new FileStream(Path.Combine(directory, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException e) when (e is not (DirectoryNotFoundException or PathTooLongException))
        {
            throw InUse(directory, e);
        }
    }

    private static StartupException InUse(string directory, Exception? cause) => new(
        $"Another server uses the state directory {directory}{(cause is null ? "" : $" ({cause.Message})")}.",
        "Stop it first, or give this one a directory of its own with --state.", cause);
}
