using Masking.Samples.Turret;

return await TurretCommand.RunAsync(args, Console.Out, Console.Error);
