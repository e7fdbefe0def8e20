using Masking.Samples.HiddenDanger;

return await PandaCommand.Create().RunAsync(args);
