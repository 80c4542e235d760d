using Adit.Cli;

return await AditCommand.RunAsync(args, Terminal.OfProcess(), CancellationToken.None);
