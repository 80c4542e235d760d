using System.Diagnostics;
using System.Globalization;
using Adit.Fuzz;

if (FuzzArguments.Parse(args, Environment.TickCount & int.MaxValue, out var complaint) is not { } arguments)
{
    Console.Error.WriteLine(complaint);
    Console.Error.WriteLine(FuzzArguments.Usage);
    Console.Error.WriteLine("Targets: " + string.Join(' ', FuzzTargets.All.Select(target => target.Name)));
    return 2;
}

if (arguments.Replay is { } file)
{
    var input = File.ReadAllBytes(file);
    foreach (var target in arguments.Targets)
        Console.WriteLine($"{target.Name}: {(target.Run(input) ? "past parsing" : "stopped at parsing")}");

    return 0;
}

var exitCode = 0;
foreach (var target in arguments.Targets)
{
    var corpus = new Corpus(Corpus.DefaultRoot, target.Name);
    var watch = Stopwatch.StartNew();
    var report = new Fuzzer(target, corpus, arguments.Seed).Run(_ => watch.Elapsed.TotalSeconds < arguments.Seconds);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{target.Name}: {report.Runs} runs, {report.Runs / watch.Elapsed.TotalSeconds:F0}/s, {report.Share:P0} past parsing, seed {arguments.Seed}"));

    if (report.Crash is { } crash)
    {
        Console.Error.WriteLine($"{target.Name}: a law broke, the input is in {corpus.Save(crash)}");
        Console.Error.WriteLine(report.Fault);
        exitCode = 1;
    }
    else if (report.Share < FuzzReport.LeastShare)
    {
        Console.Error.WriteLine($"{target.Name}: too few inputs get past parsing; better seeds or a better Repair are needed.");
        exitCode = 1;
    }
}

return exitCode;
