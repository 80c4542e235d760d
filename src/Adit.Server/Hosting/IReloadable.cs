using Adit.Server.Configuration;
using Adit.Server.Control;

namespace Adit.Server.Hosting;

/// <summary>A part of the running server that has to do something when the configuration changes, beyond reading the new one.</summary>
internal interface IReloadable
{
    /// <summary>
    /// Does everything that can fail, and throws where it does, with nothing changed. What it returns is then applied, or else disposed,
    /// which takes back what has been done.
    /// </summary>
    ValueTask<IPreparedChange> PrepareAsync(ServerConfiguration next);
}

/// <summary>A change that is ready. Disposing one that was not applied takes it back.</summary>
internal interface IPreparedChange : IAsyncDisposable
{
    /// <summary>What it changes beyond keys of the file, such as the contents of a file that a key names.</summary>
    IReadOnlyList<ChangeView> Changes => [];

    /// <summary>Makes it so. Called after the new configuration is in force; must not fail.</summary>
    ValueTask ApplyAsync();
}
