namespace Adit.Interop.Tests.Lab;

/// <summary>The one place where these tests write <c>adit.yaml</c>: every timer short, so that no test is long.</summary>
internal static class ServerSettings
{
    public const string PoolPrefix = "10.20.0.";

    public static readonly TimeSpan EchoInterval = TimeSpan.FromSeconds(5);

    public static readonly TimeSpan HelloInterval = TimeSpan.FromSeconds(5);

    public static string Yaml => WithPool($"{PoolPrefix}0/24");

    public static string WithPool(string pool, string listen = $"{Addresses.Gateway}:443") => $"""
        dns: [ '{Addresses.IntranetHost}' ]
        {WithoutDns(pool, listen)}
        """;

    public static string WithoutDns(string pool, string listen = $"{Addresses.Gateway}:443") => $"""
        pool: {pool}
        listen: [ '{listen}' ]
        plainHttp: [ '{Addresses.Gateway}:80' ]
        sstp:
          helloInterval: {HelloInterval.TotalSeconds}s
        ppp:
          echoInterval: {EchoInterval.TotalSeconds}s
          echoRetryInterval: 2s
        """;
}
