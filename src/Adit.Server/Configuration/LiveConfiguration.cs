namespace Adit.Server.Configuration;

/// <summary>
/// The configuration in force, as one snapshot: whoever reads it twice may meet two. What can change without a restart is read from here
/// at the moment of its use. Any thread may call.
/// </summary>
public sealed class LiveConfiguration(ServerConfiguration initial)
{
    private volatile ServerConfiguration _current = initial;

    /// <summary>The snapshot in force.</summary>
    public ServerConfiguration Current => _current;

    /// <summary>Puts another, checked configuration in force.</summary>
    internal void Replace(ServerConfiguration configuration) => _current = configuration;
}
