namespace Adit.Server.Hosting;

/// <summary>Something that is due again and again while the server runs.</summary>
/// <param name="Name">What it does, as an order: <c>renew the certificate</c>.</param>
/// <param name="Interval">How long after the last time it is due again; at least a minute.</param>
/// <param name="RunAsync">Does it; given the time by the wall clock.</param>
internal sealed record Duty(string Name, TimeSpan Interval, Func<DateTimeOffset, ValueTask> RunAsync)
{
    /// <summary>What is due once a day.</summary>
    public static Duty Daily(string name, Func<DateTimeOffset, ValueTask> runAsync) => new(name, TimeSpan.FromDays(1), runAsync);

    /// <summary>What is looked at every minute.</summary>
    public static Duty EveryMinute(string name, Func<DateTimeOffset, ValueTask> runAsync) => new(name, TimeSpan.FromMinutes(1), runAsync);
}
