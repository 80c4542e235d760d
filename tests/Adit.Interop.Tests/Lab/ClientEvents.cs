using System.Runtime.CompilerServices;

namespace Adit.Interop.Tests.Lab;

/// <summary>The events of the clients that these tests start go into a file of their own, which is gone with them.</summary>
internal static class ClientEvents
{
    [ModuleInitializer]
    internal static void UseOwnFile()
    {
        var folder = Directory.CreateTempSubdirectory("adit-client-events-").FullName;
        Environment.SetEnvironmentVariable("ADIT_CLIENT_EVENTS", Path.Combine(folder, "events.jsonl"));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
    }
}
