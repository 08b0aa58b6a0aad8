from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models


class Account(AbstractBaseUser):
    username = models.CharField(max_length=64, unique=True)
    USERNAME_FIELD = "username"
    objects = BaseUserManager()
