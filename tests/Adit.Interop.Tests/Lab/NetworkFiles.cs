namespace Adit.Interop.Tests.Lab;

/// <summary>What <c>ip netns exec</c> shows the commands of a namespace in /etc: hosts, and a resolver that nobody answers for.</summary>
internal static class NetworkFiles
{
    public static string FolderOf(NetworkNamespace network) => $"/etc/netns/{network.Name}";

    public static async Task WriteAsync(NetworkNamespace network, string host)
    {
        Directory.CreateDirectory(FolderOf(network));
        await File.WriteAllTextAsync(Path.Combine(FolderOf(network), "hosts"), $"127.0.0.1 localhost\n{host}\n");
        await File.WriteAllTextAsync(Path.Combine(FolderOf(network), "resolv.conf"), "nameserver 192.0.2.53\n");
    }

    public static void Delete(NetworkNamespace network)
    {
        if (Directory.Exists(FolderOf(network)))
            Directory.Delete(FolderOf(network), recursive: true);
    }
}
