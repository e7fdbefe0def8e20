using Masking.Samples.Harvest;

return await HarvestCommand.Create().RunAsync(args);
